#!/usr/bin/env bash
# Installs Outpost, and lets an agent work with what was installed: as an unprivileged user, and from a container.
#
#   Tests/install/install.sh [BINARY]      .build/debug/outpost by default
#
# Installed is into a folder of its own. The systemd unit is verified where systemd is, the compose file run where a
# compose command is. Root, because a user without rights is somebody else; a Docker Engine; an image to build on.
set -euo pipefail
cd "$(dirname "$0")/../.."

binary=$(realpath "${1:-.build/debug/outpost}")
work=$(mktemp -d /tmp/i-XXXXXXXX)
readonly binary work prefix=$work/prefix data=$work/data inner=$work/inner id=$$
readonly agent=installed-$id image=outpost-test/server:$id project=outpost-install-$id
# Nobody's numbers: not root, not the agents' 1000, and the image's own.
readonly user=64321 service=10001
checks=0

say() { printf 'install test: %s\n' "$*" >&2; }
die() {
    say "$*"
    exit 1
}
holds() { # holds WHAT COMMAND…
    "${@:2}" >"$work/said" 2>&1 || die "$1: $(tail -n 5 "$work/said")"
    checks=$((checks + 1))
}

clean_up() {
    local container name
    compose down --timeout 10 >/dev/null 2>&1 || true
    for name in "$data" "$inner"; do
        [ -s "$name/instance" ] || continue
        docker ps --all --quiet --filter "label=outpost.instance=$(cat "$name/instance")" |
            while read -r container; do docker rm --force --volumes "$container" >/dev/null || true; done
    done
    docker images --quiet --filter "label=outpost.image=$agent" |
        while read -r name; do docker rmi --force "$name" >/dev/null 2>&1 || true; done
    docker rmi --force "$image" >/dev/null 2>&1 || true
    rm -rf "$work"
}

find_compose() {
    if docker compose version >/dev/null 2>&1; then
        compose=(docker compose)
    elif command -v docker-compose >/dev/null; then
        compose=(docker-compose)
    else
        die 'there is no compose command; install it: apt-get install docker-compose'
    fi
}
compose() {
    OUTPOST_IMAGE=$image OUTPOST_DATA_DIR=$inner OUTPOST_PORT=0 DOCKER_GID=$group DOCKER_SOCKET=$socket \
        "${compose[@]}" --project-name "$project" -f docker/compose.yaml -f "$work/agents.yaml" "$@"
}

# What a user without rights runs, who may open the engine's socket and nothing else.
as_user() {
    env --ignore-environment PATH="$prefix/bin:/usr/bin:/bin" HOME="$work/home" LANG=C.UTF-8 DOCKER_HOST="$DOCKER_HOST" \
        OUTPOST_DATA_DIR="$data" OUTPOST_AGENTS_DIR="$work/agents" \
        setpriv --reuid "$user" --regid "$user" --groups "$group" --no-new-privs --inh-caps=-all "$@"
}
inside() { compose exec -T outpost outpost "$@"; }

lay_out() {
    holds 'make install' make install BINARY="$binary" PREFIX="$prefix" SYSCONFDIR="$work/etc"
    for file in bin/outpost share/outpost/agents/base/Dockerfile share/outpost/agents/claude/run \
        share/man/man1/outpost.1 lib/systemd/system/outpost.service lib/sysusers.d/outpost.conf; do
        [ -s "$prefix/$file" ] || die "$file was not installed"
    done
    [ -z "$(find "$prefix" -perm /022 ! -type l)" ] || die 'something that was installed can be written to by others'
    holds 'completions for bash' bash -n "$prefix/share/bash-completion/completions/outpost"
    holds 'the installed agents are found' as_user outpost agents list
    grep -q claude "$work/said" || die "the installed agents were not found: $(cat "$work/said")"
}

unit() {
    command -v systemd-analyze >/dev/null || return 0
    local unit=$prefix/lib/systemd/system/outpost.service
    # The manual page lies in a folder that this machine's man does not know.
    sed -i '/^Documentation=/d' "$unit"
    holds 'systemd-analyze verify' systemd-analyze verify "$unit"
    [ ! -s "$work/said" ] || die "systemd-analyze verify: $(cat "$work/said")"
    # Of 100: the lower, the better shielded.
    holds 'the unit is shielded' systemd-analyze security --offline=true --threshold=20 "$unit"
    mkdir -p "$work/root/etc"
    printf 'docker:x:%s:\n' "$group" >"$work/root/etc/group"
    holds 'its user is made' systemd-sysusers --root="$work/root" "$prefix/lib/sysusers.d/outpost.conf"
    grep -q '^docker:.*outpost' "$work/root/etc/group" || die 'its user may not open the socket of the engine'
}

unprivileged() {
    install -d -o "$user" -g "$user" -m 0700 "$data" "$work/home"
    holds 'an agent of ones own is begun' "$prefix/bin/outpost" agents new "$agent" --agents-dir "$work/agents"
    chmod -R go+rX "$work/agents"
    holds 'an unprivileged user runs an agent' as_user outpost run "$agent" 'Say that it is installed.' --no-repo \
        --artifacts "$data/results"
    grep -q 'Say that it is installed' "$data/results/files/task-as-read.md" || die 'the agent left no artifact'
    [ -z "$(find "$data" ! -user "$user")" ] || die 'its data belong to somebody else'
}

containerised() {
    install -d -o "$service" -g "$service" -m 0700 "$inner"
    printf 'services: {outpost: {environment: ["OUTPOST_AGENTS_DIR=%s"], volumes: ["%s:%s:ro"]}}\n' \
        "$work/agents" "$work/agents" "$work/agents" >"$work/agents.yaml"
    holds 'the image is built' env OUTPOST_IMAGE="$image" docker/image.sh "$binary"
    holds 'compose starts the server' compose up --detach
    local try port key answer dispatch status=
    for ((try = 0; try < 3000; try++)); do
        port=$(compose port outpost 3000 2>/dev/null) && port=${port##*:} || port=
        [ -z "$port" ] || ! curl --silent --fail --output "$work/said" "http://127.0.0.1:$port/health/ready" || break
        sleep 0.1
    done
    [ "$try" -lt 3000 ] || die "the server in the container is not ready: $(compose logs outpost 2>&1 | tail -n 5)"
    holds 'the server runs without rights' test "$(inside_status Uid) $(inside_status CapEff)" = "$service 0000000000000000"
    holds 'tenants are made inside' inside tenants create installed
    key=$(inside keys create --tenant installed --scopes dispatch,status,list --quiet | tr -d '\r')
    answer=$(curl --silent --fail -H "X-API-Key: $key" -H 'Content-Type: application/json' \
        "http://127.0.0.1:$port/dispatch" --data "{\"agent\":\"$agent\",\"task\":\"Say that it is contained.\"}") ||
        die "no dispatch was accepted: $(compose logs outpost 2>&1 | tail -n 5)"
    dispatch=$(jq -r .data.dispatchId <<<"$answer")
    for ((try = 0; try < 3000; try++)); do
        answer=$(curl --silent --fail -H "X-API-Key: $key" "http://127.0.0.1:$port/dispatch/$dispatch")
        status=$(jq -r .data.status <<<"$answer")
        case $status in success | failed | timeout | cancelled) break ;; esac
        sleep 0.1
    done
    [ "$status" = success ] || die "the dispatch ended as $status: $answer"
    grep -q 'Say that it is contained' "$inner/dispatches/$dispatch/artifacts/files/task-as-read.md" ||
        die 'the agent left no artifact in the data directory on the host'
    holds 'the server stops when it is told to' compose stop --timeout 20
    checks=$((checks + 1))
}
inside_status() { compose exec -T outpost sed -n "s/^$1:\t\([^\t]*\).*/\1/p" /proc/1/status | tr -d '\r'; }

gone() {
    holds 'make uninstall' make uninstall PREFIX="$prefix"
    [ -z "$(find "$prefix" -type f)" ] || die "left behind: $(find "$prefix" -type f)"
    [ -s "$work/etc/outpost/outpost.yaml" ] || die 'the settings went with the program'
    holds 'a package is staged' make install BINARY="$binary" PREFIX=/usr DESTDIR="$work/stage"
    grep -q '^ExecStart=/usr/bin/outpost serve$' "$work/stage/usr/lib/systemd/system/outpost.service" ||
        die 'the unit of a package names another program'
    [ -s "$work/stage/etc/outpost/outpost.yaml" ] || die 'a package has no settings file'
}

[ -x "$binary" ] || die "$binary is missing: make build"
[ "$(id -u)" = 0 ] || die 'run it as root: it works as users without rights'
socket=$(docker/engine.sh ensure)
group=$(stat -c %g "$socket")
readonly socket group
export DOCKER_HOST=unix://$socket
find_compose
trap clean_up EXIT
chmod 0755 "$work"
mkdir "$work/agents"
lay_out
unit
unprivileged
containerised
gone
say "$checks checks hold in $SECONDS s"
