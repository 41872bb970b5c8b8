#!/bin/sh
# Runs fuzz targets: fuzz/run.sh SECONDS [TARGET…]
#
# Needs cargo-fuzz (cargo install cargo-fuzz) and a compiler that takes unstable flags: a nightly one, such as by
# RUSTUP_TOOLCHAIN=nightly before the command, or any with RUSTC_BOOTSTRAP=1. What is found stands in
# fuzz/artifacts/TARGET; put it into fuzz/cases/TARGET under a name that tells what it is, and `cargo test` runs it
# from then on.
set -eu
cd "$(dirname "$0")/.."
seconds=$1
shift
[ $# -gt 0 ] || set -- document rules text page json_lines table web_archive archive

# Fixtures to begin with.
seeds() {
    case $1 in
        document) cp fixtures/*.txt tests/formats/encodings/decomposed.txt "$2" ;;
        rules)
            find rules tests/packs -name '*.toml' | while read -r file; do
                cp "$file" "$2/$(printf %s "$file" | tr / -)"
            done
            ;;
        text)
            for file in tests/formats/encodings/*.txt; do
                { printf '\0'; cat "$file"; } >"$2/${file##*/}"
            done
            ;;
        page) cp tests/formats/*.html tests/formats/encodings/*.html "$2" ;;
        json_lines) cp tests/formats/*.jsonl tests/formats/encodings/*.jsonl "$2" ;;
        table)
            { printf '\0'; cat tests/formats/articles.csv; } >"$2/csv"
            { printf '\1'; cat tests/formats/articles.tsv; } >"$2/tsv"
            ;;
        web_archive) cp tests/formats/*.warc "$2" ;;
        archive)
            cp tests/formats/*.tar tests/formats/*.zip "$2"
            cp tests/formats/*.gz tests/formats/*.bz2 tests/formats/*.zst "$2"
            ;;
    esac
}

for target; do
    mkdir -p "fuzz/corpus/$target" "fuzz/cases/$target" fuzz/seeds
    rm -rf "fuzz/seeds/$target"
    mkdir "fuzz/seeds/$target"
    seeds "$target" "fuzz/seeds/$target"
    cargo fuzz run --sanitizer none "$target" "fuzz/corpus/$target" "fuzz/seeds/$target" "fuzz/cases/$target" -- \
        -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=65536
done
