#!/usr/bin/env bash
# Runs the tests that speak to an engine on engines of other versions, each started beside this machine's own. Root.
#
#   Tests/matrix.sh                 Docker Engine of bookworm (20.10), trixie (26.1) and sid (28.5), Podman of the latter two
#   Tests/matrix.sh sid podman      those: any suite of Debian for its Docker Engine, podman (trixie's), sid-podman, …
#   Tests/matrix.sh --quick sid     the engine's contract, hardening, adoption and one real agent: what CI runs
#   Tests/matrix.sh --filter REGEX  other tests
#   Tests/matrix.sh --fresh …       engines made anew, with nothing stored
#
# `make test-matrix` builds the tests before; they and the agents' images, which are copied from this machine's engine,
# have to be there. What engines store is kept for the next run (docker/other-engine.sh says where); a run that was cut
# off is simply started again. It ends with a table. The exit status is 1 unless every test passed on every engine.
#
# Logs are in .build/matrix. For the environment see docker/other-engine.sh, which runs the engines.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly bundle=.build/debug/outpostPackageTests.xctest outpost=.build/debug/outpost logs=.build/matrix
# For all tests on one engine: each has a limit of its own, so that only an engine that hangs comes near it.
readonly patience=5400
readonly quick='^IntegrationTests|^EndToEndTests\.HardeningTests|/(AdoptionTests|ClaudeTests)/'
readonly whole='^IntegrationTests|^EndToEndTests\.((Container|OutputReading|Hardening)Tests|BadInputTests/EngineTests)'\
'|^ServerEndToEndTests\.([A-Za-z]+/)?(Adoption|Capacity|Claude|Drain|Ending|Fault|ForeignEngine|Outage|Restart|Retention'\
'|Workspace)Tests'

say() { printf 'matrix: %s\n' "$*" >&2; }
die() {
    say "$*"
    exit 1
}
usage() { sed -n '2,/^set -euo/{/^set -euo/d;s/^# \{0,1\}//;p}' "$0"; }

# Sets `words` to how docker/other-engine.sh names the engine NAME.
name() {
    case $1 in
        podman) words=(trixie podman) ;;
        *-podman) words=("${1%-podman}" podman) ;;
        *) words=("$1" docker) ;;
    esac
}

started=
# Stops the engine that runs; one does at a time.
stop_engine() {
    [ -n "$started" ] || return 0
    name "$started"
    started=
    docker/other-engine.sh stop "${words[@]}"
}

# Copies what the tests' containers are made of: Debian, the runtime and the agent that they run.
load_images() {
    local images=(outpost/base "$claude") foundation
    for foundation in outpost/debian:bookworm-slim debian:bookworm-slim; do
        ! docker image inspect "$foundation" >/dev/null 2>&1 || images+=("$foundation")
    done
    docker/other-engine.sh load "${words[@]}" "${images[@]}"
}

# count MARK END LOG: how many tests, not suites or single cases of a test, the log has with that mark and end.
count() { grep -cE "^$1 Test (\"|[a-zA-Z]+\().* $2" "$3" || true; }

# run ENGINE: starts it, has its tests run, and adds its line to the table.
run() {
    local engine=$1 log=$logs/$1.log status=0 begun=$SECONDS version
    name "$engine"
    started=$engine
    [ "$fresh" = no ] || docker/other-engine.sh remove "${words[@]}"
    if ! docker/other-engine.sh start "${words[@]}" >/dev/null || ! load_images; then
        printf '%s\tdid not start\t-\t-\t-\t-\t%s\n' "$engine" $((SECONDS - begun)) >>"$table"
        stop_engine
        return 1
    fi
    version=$(docker/other-engine.sh status | sed -n "s/^${words[*]} \([^ ,]*\), API \([^ ]*\) .*/\1\t\2/p")
    say "$engine is ${version/$'\t'/, API }; the tests' log is $log"
    # An engine sees this machine's /tmp and no other folder.
    OUTPOST_REQUIRE_ENGINE=1 TMPDIR=/tmp timeout --kill-after 60 "$patience" docker/other-engine.sh run "${words[@]}" \
        "$bundle" --testing-library swift-testing --experimental-maximum-parallelization-width 8 --filter "$filter" \
        >"$log" 2>&1 || status=$?
    grep -E '✘ Test ("|[a-zA-Z]+\()' "$log" | cut -c 1-300 >&2 || true
    # A process that died reports neither.
    grep -q 'Test run with [1-9][0-9]* test.* passed' "$log" || [ "$status" != 0 ] || status=1
    printf '%s\t%s\t%s\t%s\t%s\t%s\n' "$engine" "${version:--	-}" "$(count ✔ 'passed after' "$log")" \
        "$(count ✘ 'failed after' "$log")" "$(count ➜ skipped "$log")" $((SECONDS - begun)) >>"$table"
    stop_engine
    return "$status"
}

filter=$whole fresh=no engines=()
while [ $# != 0 ]; do
    case $1 in
        --quick) filter=$quick ;;
        --filter)
            filter=${2:?--filter needs a regular expression}
            shift
            ;;
        --fresh) fresh=yes ;;
        -h | --help) usage && exit 0 ;;
        -*) usage >&2 && exit 2 ;;
        *) engines+=("$1") ;;
    esac
    shift
done
[ ${#engines[@]} != 0 ] || engines=(bookworm trixie sid podman sid-podman)

[ "$(id -u)" = 0 ] || die 'run this as root: it starts engines in namespaces of their own'
for file in "$bundle" "$outpost"; do
    [ -x "$file" ] || die 'the tests are not built: make test-matrix, or swift build --build-tests'
done
DOCKER_HOST=unix://$(docker/engine.sh ensure)
export DOCKER_HOST
docker/base-image.sh --offline
claude=$("$outpost" agents build --quiet --agents-dir "$PWD/agents" claude)
mkdir -p "$logs"
table=$(mktemp)
trap 'stop_engine; rm -f "$table"' EXIT
printf 'engine\tversion\tAPI\tpassed\tfailed\tskipped\tseconds\n' >"$table"
failed=0
for engine in "${engines[@]}"; do run "$engine" || failed=1; done
awk -F '\t' '{ printf "%-10s %-20s %-6s %8s %8s %8s %8s\n", $1, $2, $3, $4, $5, $6, $7 }' "$table"
exit "$failed"
