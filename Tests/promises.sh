#!/usr/bin/env bash
# Checks the promises in docs/promises.md: each has a number of its own, in order, and everything that is named as holding
# one exists: a suite or a folder of suites below Tests/, a script, a target of the Makefile, a fault of Tests/FAULTS.md.
set -euo pipefail
cd "$(dirname "$0")/.."
failed=0
count=0

complain() {
    printf 'promises: %s\n' "$1" >&2
    failed=1
}

# holder NUMBER TEXT: one text in backquotes.
holder() {
    local path
    case $2 in
        'make '*)
            grep -q "^${2#make }:" Makefile || complain "$1: the Makefile has no ${2#make }"
            return
            ;;
    esac
    # A setting before a program, and alternatives in braces.
    [[ ${2##* } =~ ^[A-Za-z0-9/.{},+_-]+$ ]] || return 0
    for path in $(eval "echo ${2##* }"); do
        path=${path#Tests/}
        [ -f "Tests/$path.swift" ] || [ -f "Tests/$path" ] || compgen -G "Tests/$path/*" >/dev/null ||
            complain "$1: there is no Tests/$path"
    done
}

while IFS='|' read -r _ number _ holders _; do
    number=${number// /}
    count=$((count + 1))
    [ "$number" = "P$count" ] || complain "P$count is missing, or $number is out of its order"
    # shellcheck disable=SC2016 # the backquotes are the table's own
    found=$(grep -oE '`[^`]+`' <<<"$holders" | tr -d '`') || complain "$number names nothing that holds it"
    while read -r text; do [ -z "$text" ] || holder "$number" "$text"; done <<<"$found"
done < <(grep "^|" docs/promises.md | tail -n +3)

((count > 0)) || complain 'docs/promises.md has no table of promises'
exit "$failed"
