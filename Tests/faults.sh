#!/usr/bin/env bash
# Checks Tests/FAULTS.md: every fault has its one row, and every test that it names exists.
set -euo pipefail
cd "$(dirname "$0")/.."
table=Tests/FAULTS.md
failed=0

complain() {
    printf 'faults: %s\n' "$1" >&2
    failed=1
}

for number in $(seq -f '%02g' 1 85); do
    [ "$(grep -c "^| F$number |" "$table")" -eq 1 ] || complain "F$number needs exactly one row"
done

# Prints the lines with the names of a file's tests: that of `@Test(`, or the next one where it ends there.
names() { grep -A 1 -E '^ *@Test\(' "Tests/$1.swift"; }

# `Folder/SuiteTests` "the name of a test, or how it begins"; the backquotes are the table's own.
# shellcheck disable=SC2016
while IFS=$'\t' read -r file name; do
    if [ ! -f "Tests/$file.swift" ]; then
        complain "there is no Tests/$file.swift"
    elif ! grep -qF -- "\"$name" <<<"$(names "$file")"; then
        complain "Tests/$file.swift has no test whose name begins with \"$name\""
    fi
done < <(grep -oE '`[A-Za-z/+]+` "[^"]+"' "$table" | sed -E 's/^`([^`]+)` "(.*)"$/\1\t\2/')

# `Tests/a/script`
# shellcheck disable=SC2016
while read -r script; do
    [ -f "$script" ] || complain "there is no $script"
done < <(grep -oE '`Tests/[a-z/]+\.(sh|py)`' "$table" | tr -d '`' | sort -u)

exit "$failed"
