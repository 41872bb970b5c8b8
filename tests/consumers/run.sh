#!/bin/sh
# Runs the tests that need Python: the consumers of the outputs and the recipes of docs/batch.md.
#
#     tests/consumers/run.sh [FOLDER]
#
# makes a virtual environment in FOLDER (target/consumers unless told otherwise) and keeps it for the next time.
set -eu
cd "$(dirname "$0")/../.."
folder=${1:-target/consumers}
[ -x "$folder/bin/python" ] || python3 -m venv "$folder"
"$folder/bin/python" -m pip install --quiet --disable-pip-version-check -r tests/consumers/requirements.txt
BANTIN_PYTHON=$(cd "$folder" && pwd)/bin/python
export BANTIN_PYTHON
cargo test --locked --test cli_consumers
