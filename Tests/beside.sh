#!/usr/bin/env bash
# Runs a command, and meanwhile other programs, one after the other, with less claim to the processor.
#
#   Tests/beside.sh COMMAND [ARGUMENT…] -- 'PROGRAM [ARGUMENT…]'…
#
# What the command says is seen at once. What a program says is in .build/beside/PROGRAM.log, and is shown when all have
# ended. Each is told that dispatches may take all that they want: the others' containers count for the same host. The
# exit status is 1 when one of them failed.
set -euo pipefail
cd "$(dirname "$0")/.."
readonly logs=.build/beside

say() { printf 'beside: %s\n' "$*" >&2; }

command=()
while [ $# != 0 ] && [ "$1" != -- ]; do
    command+=("$1")
    shift
done
if [ ${#command[@]} = 0 ] || [ $# -lt 2 ]; then
    sed -n '2,/^set -euo/{/^set -euo/d;s/^# \{0,1\}//;p}' "$0" >&2
    exit 2
fi
shift

# log_of PROGRAM: prints where what it says goes.
log_of() {
    local name
    name=$(basename "${1%% *}")
    printf '%s/%s.log\n' "$logs" "${name%.*}"
}

# Each runs, whether or not those before it failed.
programs() {
    local program log begun words failed=0
    export OUTPOST_CPU_UNITS=1000000 OUTPOST_MEMORY_MIB=100000000
    for program; do
        log=$(log_of "$program") begun=$SECONDS
        read -ra words <<<"$program"
        if nice -n 5 "${words[@]}" >"$log" 2>&1; then
            say "$program passed in $((SECONDS - begun)) s"
        else
            say "$program FAILED after $((SECONDS - begun)) s: $log"
            failed=1
        fi
    done
    return "$failed"
}

rm -rf "$logs"
mkdir -p "$logs"
status=0
# A process group of its own: whoever is interrupted takes all of it along.
set -m
programs "$@" &
readonly others=$!
set +m
trap 'kill -- -$others 2>/dev/null || true' EXIT
"${command[@]}" || status=1
wait "$others" || status=1
trap - EXIT
for program; do
    say "what $program said:"
    cat "$(log_of "$program")"
done
exit "$status"
