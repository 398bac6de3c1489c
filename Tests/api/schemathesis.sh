#!/usr/bin/env bash
# Lets schemathesis call a running server with generated requests, good and bad, by its OpenAPI document.
#
#   Tests/api/schemathesis.sh
#
# It starts `outpost serve` in a directory of its own, with an agent that needs no model and waits, so that all
# dispatches but one stay in the queue. Every check of schemathesis is on; what cannot hold is in hooks.py, with its
# reason. The last line is `N passed, M failed` and counts operations; the exit status is 1 if one failed. Needs python3
# (3.11 or newer) with venv, and a Docker Engine.
#
# Environment:
#   OUTPOST_BINARY                  the program (.build/debug/outpost)
#   OUTPOST_VENV                    where schemathesis is installed (.build/schemathesis)
#   OUTPOST_SCHEMATHESIS_EXAMPLES   generated requests for each operation and phase (420: about 20,000 requests in all)
#   OUTPOST_SCHEMATHESIS_SEED       another seed makes other requests (20260113)
#   OUTPOST_SCHEMATHESIS_SECONDS    after which the run is given up (1500)
#   OUTPOST_SCHEMATHESIS_REPORT     file that gets the report (JSON)
#   DOCKER_HOST                     unix:///path to an engine to look for first
set -euo pipefail
cd "$(dirname "$0")/../.."

binary=$(realpath --no-symlinks --canonicalize-missing "${OUTPOST_BINARY:-.build/debug/outpost}")
venv=$(realpath --canonicalize-missing "${OUTPOST_VENV:-.build/schemathesis}")
readonly binary venv examples=${OUTPOST_SCHEMATHESIS_EXAMPLES:-420} seconds=${OUTPOST_SCHEMATHESIS_SECONDS:-1500}
readonly here=$PWD/Tests/api
work=$(mktemp -d /tmp/x-XXXXXXXX)
readonly work data=$work/data
server=

say() { printf 'schemathesis: %s\n' "$*" >&2; }
die() {
    say "$*"
    echo '0 passed, 1 failed'
    exit 1
}

engine() { curl --silent --fail --unix-socket "$socket" "$@"; }

# Prints the ids in a list of the engine's: labelled containers/json outpost.instance=…
labelled() {
    engine --get "http://engine/$1" --data all=1 --data-urlencode "filters={\"label\":[\"$2\"]}" | jq -r '.[].Id'
}

clean_up() {
    local id
    if [ -n "$server" ]; then
        kill "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
    if [ -s "$data/instance" ]; then
        for id in $(labelled containers/json "outpost.instance=$(cat "$data/instance")"); do
            engine -X DELETE "http://engine/containers/$id?force=1&v=1" || true
        done
        for id in $(labelled images/json outpost.image=waiter); do
            engine -X DELETE "http://engine/images/$id?force=1" >/dev/null || true
        done
    fi
    rm -rf "$work"
}

write_agent() {
    mkdir -p "$work/agents/waiter"
    cat >"$work/agents/waiter/agent.yaml" <<'AGENT'
schema: 1
name: waiter
summary: Waits, unless the task says to finish
image: outpost-test/waiter
AGENT
    cat >"$work/agents/waiter/Dockerfile" <<'AGENT'
ARG BASE=outpost/base
FROM ${BASE}
COPY run /opt/outpost/run
RUN chmod 0755 /opt/outpost/run
AGENT
    cat >"$work/agents/waiter/run" <<'AGENT'
#!/bin/sh
grep -q '^Finish' "$OUTPOST_TASK_FILE" || exec sleep infinity
echo 'This is the log.'
echo 'This is an artifact.' >"$OUTPOST_ARTIFACTS/note.txt"
AGENT
}

# make_key TENANT SCOPES: prints a key of a tenant whose limits the run does not reach.
make_key() {
    "$binary" keys create --tenant "$1" --scopes "$2" --data-dir "$data" --quiet
    "$binary" tenants set "$1" --concurrent 1 --queued 1000000 --rate 1000000 --quiet --data-dir "$data" >/dev/null
}

start_server() {
    : >"$work/server.log"
    # A port that nothing listens on: webhooks of the run need no name server, and their messages fail at once.
    OUTPOST_WEBHOOK_PRIVATE_HOSTS=127.0.0.1:9 OUTPOST_SECRET_PLAIN=value "$binary" serve --data-dir "$data" --port 0 --agents-dir "$work/agents" \
        --max-running 1 --drain-seconds 0 >>"$work/server.log" 2>&1 &
    server=$!
    local try
    for ((try = 0; try < 300; try++)); do
        port=$(sed -n 's/.*listening on 127\.0\.0\.1:\([0-9]*\).*/\1/p' "$work/server.log")
        [ -z "$port" ] || return 0
        kill -0 "$server" 2>/dev/null || break
        sleep 0.1
    done
    die "the server does not start: $(tail -n 3 "$work/server.log")"
}

api() { curl --silent --show-error --fail -H "X-API-Key: $operator_key" -H 'Content-Type: application/json' "$@"; }

# dispatch TASK STATUS: makes a dispatch, whose id is put in $id, and waits until it has the status.
dispatch() {
    local status try
    id=$(api "http://127.0.0.1:$port/dispatch" --data "{\"agent\":\"waiter\",\"task\":\"$1\"}" | jq -r .data.dispatchId)
    for ((try = 0; try < 600; try++)); do
        status=$(api "http://127.0.0.1:$port/dispatch/$id?skipLogs=true" | jq -r .data.status)
        [ "$status" != "$2" ] || return 0
        sleep 0.2
    done
    die "the dispatch '$1' is $status, not $2: $(tail -n 3 "$work/server.log")"
}

# Adds the dispatch $id, and a signed link to one of its files in parts, to the settings.
write_settings() {
    local url path query
    url=$(api "http://127.0.0.1:$port/artifacts/$id?expiresIn=86400" | jq -r '.data.artifacts[0].url')
    path=${url#*/files/}
    query=${url#*\?}
    cat "$here/schemathesis.toml" - >"$work/schemathesis.toml" <<SETTINGS

[dictionaries]
dispatches = { values = ["$id"] }
files = { values = ["${path%%\?*}"] }
linkTenants = { values = ["$(query_value tenant "$query")"] }
linkExpiries = { values = [$(query_value expires "$query")] }
linkSignatures = { values = ["$(query_value signature "$query")"] }
SETTINGS
}

query_value() { tr '&' '\n' <<<"$2" | sed -n "s/^$1=//p"; }

# half NAME FILTER…: tests those operations; a run is bound by one core, so two of them go on at once.
half() {
    cd "$work" && PYTHONPATH=$here PYTHONDONTWRITEBYTECODE=1 timeout "$seconds" "$venv/bin/schemathesis" \
        --config-file "$work/schemathesis.toml" run "http://127.0.0.1:$port/openapi.json" --no-color \
        --seed "${OUTPOST_SCHEMATHESIS_SEED:-20260113}" --max-examples "$examples" \
        --report json --report-json-path "$work/$1.json" "${@:2}" >"$work/$1.log" 2>&1
}

run_schemathesis() {
    local name status halves=()
    jq -n --arg operator "$operator_key" --arg stranger "$stranger_key" '{auth: [
        {name: "operator", fixedHeaders: [{name: "X-API-Key", value: $operator}]},
        {name: "stranger", fixedHeaders: [{name: "X-API-Key", value: $stranger}]}]}' >"$work/auth.json"
    export OUTPOST_AUTH_FILE=$work/auth.json
    OUTPOST_OWN_KEYS=$(api "http://127.0.0.1:$port/admin/keys" | jq -r '.data.items[] | .id, .prefix')
    OUTPOST_OWN_TENANTS=$(api "http://127.0.0.1:$port/admin/tenants" | jq -r '.data.items[] | .id, .name')
    export OUTPOST_OWN_KEYS OUTPOST_OWN_TENANTS
    half administration --include-path-regex '^/admin/' &
    halves+=($!)
    half dispatches --exclude-path-regex '^/admin/' &
    halves+=($!)
    for name in administration dispatches; do
        status=0
        wait "${halves[0]}" || status=$?
        halves=("${halves[@]:1}")
        cat "$work/$name.log"
        [ "$status" -le 1 ] || die "schemathesis ended with status $status: $(tail -n 3 "$work/server.log")"
    done
    jq -s '{operations: {tested: map(.operations.tested) | add}, failures: map(.failures[]), errors: map(.errors[])}' \
        "$work/administration.json" "$work/dispatches.json" >"$work/report.json"
}

# Prints how often the server gave which status.
answers() {
    sed -n '/\[OutpostServer\] request$/s/.* status=\([0-9]*\) .*/\1/p' "$work/server.log" | sort | uniq -c |
        awk '{ print $2 ": " $1 }'
}

# Counts, and whether what must not have happened did not.
conclude() {
    local failed tested requests accepted
    kill -0 "$server" 2>/dev/null || die "the server ended: $(tail -n 3 "$work/server.log")"
    requests=$(grep --count --fixed-strings '[OutpostServer] request' "$work/server.log" || true)
    accepted=$(answers | awk '/^2/ { sum += $2 } END { print sum + 0 }')
    tested=$(jq .operations.tested "$work/report.json")
    failed=$(jq '[.failures[].operations[], .errors[].operation] | unique | length' "$work/report.json")
    [ -z "${OUTPOST_SCHEMATHESIS_REPORT:-}" ] || cp "$work/report.json" "$OUTPOST_SCHEMATHESIS_REPORT"
    say "$requests requests in $SECONDS s; answers: $(answers | tr '\n' ' ')"
    [ $((accepted * 5)) -ge "$requests" ] || die "only $accepted of them were accepted: this tests little"
    echo "$((tested > failed ? tested - failed : 0)) passed, $failed failed"
    [ "$failed" = 0 ]
}

trap clean_up EXIT
[ -x "$binary" ] || die "$binary is missing: make build"
Tests/support/venv.sh "$venv" "$here/requirements.txt"
socket=$(docker/engine.sh ensure)
readonly socket
export DOCKER_HOST=unix://$socket
mkdir -m 700 "$data"
write_agent
"$binary" tenants create stranger --quiet --data-dir "$data" >/dev/null
operator_key=$(make_key operator admin)
stranger_key=$(make_key stranger dispatch,status,list,cancel,delete)
start_server
dispatch 'Finish the work.' success
write_settings
dispatch 'Wait for ever.' running
SECONDS=0
run_schemathesis
conclude
