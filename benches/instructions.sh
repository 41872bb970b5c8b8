#!/bin/sh
# Counts the instructions that one fixed input takes and holds them against the number kept in instructions.txt.
# Instructions, unlike seconds, are the same on a busy machine. `--update` keeps the new numbers.
set -eu
cd "$(dirname "$0")/.."
kept=benches/instructions.txt
# Another compiler or C library moves the count by a few in a thousand.
tolerance=3

command -v valgrind >/dev/null || { echo "instructions.sh: valgrind is not installed" >&2; exit 2; }
cargo build --release --quiet --bin bantin
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

# The sample pages again and again, so that what the engine builds once weighs little.
many="$work/many.txt"
for round in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    cat fixtures/*.txt
    echo
done >"$many"

count() {
    valgrind --tool=callgrind --callgrind-out-file=/dev/null \
        target/release/bantin extract --quiet --jobs 1 "$1" 2>&1 >/dev/null |
        awk '/Collected/ { print $NF }'
}

now="$work/now.txt"
printf 'start %s\nlong %s\n' "$(count fixtures/tra-vinh-2024.txt)" "$(count "$many")" >"$now"
if [ "${1:-}" = --update ]; then
    cp "$now" "$kept"
    cat "$kept"
    exit
fi
awk -v tolerance="$tolerance" '
    NR == FNR { kept[$1] = $2; next }
    {
        change = 100 * ($2 - kept[$1]) / kept[$1]
        printf "%-6s %14d instructions, %+.2f %% against %d\n", $1, $2, change, kept[$1]
        if (change > tolerance) worse = 1
    }
    END { exit worse }
' "$kept" "$now"
