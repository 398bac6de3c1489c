#!/usr/bin/env bash
# Finds a Docker Engine, or starts one.
#
#   docker/engine.sh ensure    print the socket of an engine that answers; start one if there is none (root, Debian or Ubuntu)
#   docker/engine.sh status    print the socket of an engine that answers, and its version; 1 if there is none
#   docker/engine.sh stop      stop the engine that this script started, and no other
#
# Environment:
#   DOCKER_HOST          unix:///path to an engine to look for first
#   OUTPOST_ENGINE_DIR   an engine of its own, all of whose files are in this directory: only that one is looked for
#                        and started. Without it the usual places are used (/var/run/docker.sock, /var/lib/docker).
#                        Two engines of one network namespace fight over its bridge and its firewall rules, so start
#                        the second in a namespace of its own: unshare --net docker/engine.sh ensure
#   OUTPOST_ENGINE_ARGS  more arguments for dockerd
#   OUTPOST_ENGINE_WAIT  seconds to wait for a started engine (60)
set -euo pipefail

readonly private=${OUTPOST_ENGINE_DIR:-}
readonly patience=${OUTPOST_ENGINE_WAIT:-60}
if [ -n "$private" ]; then
    readonly socket=$private/docker.sock docker_pid=$private/docker.pid exec_root=$private/exec log=$private/dockerd.log
    readonly own_pid=$private/outpost-engine.pid
else
    readonly socket=/var/run/docker.sock docker_pid=/var/run/docker.pid exec_root=/var/run/docker
    readonly log=/var/log/outpost-dockerd.log own_pid=/var/run/outpost-engine.pid
fi

say() { printf 'engine: %s\n' "$*" >&2; }
die() {
    say "$*"
    exit 1
}

usage() { sed -n '2,/^set -euo/{/^set -euo/d;s/^# \{0,1\}//;p}' "$0"; }

# answers SOCKET: true when an engine answers there.
answers() {
    [ -S "$1" ] && [ "$(curl --silent --max-time 5 --unix-socket "$1" http://engine/_ping 2>/dev/null)" = OK ]
}

# Prints the socket of an engine that answers, the way the docker command looks for one.
find_engine() {
    local candidate candidates=("$socket")
    if [ -z "$private" ]; then
        candidates=()
        case ${DOCKER_HOST:-} in unix://*) candidates+=("${DOCKER_HOST#unix://}") ;; esac
        candidates+=("$socket" "${XDG_RUNTIME_DIR:-/nonexistent}/docker.sock" "$HOME/.docker/run/docker.sock"
            "$HOME/.docker/desktop/docker.sock" "$HOME/.colima/default/docker.sock" "$HOME/.orbstack/run/docker.sock")
    fi
    for candidate in "${candidates[@]}"; do
        if answers "$candidate"; then
            printf '%s\n' "$candidate"
            return
        fi
    done
    return 1
}

# Installs what is missing, or says what to install.
need() {
    local missing=() command
    for command in curl:curl dockerd:docker.io iptables:iptables; do
        PATH=$PATH:/usr/sbin:/sbin command -v "${command%%:*}" >/dev/null || missing+=("${command##*:}")
    done
    [ ${#missing[@]} != 0 ] || return 0
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
        die "missing: ${missing[*]}; install them: sudo apt-get install ${missing[*]}"
    fi
    say "installing ${missing[*]}"
    apt_install "${missing[@]}" || { apt-get update >/dev/null && apt_install "${missing[@]}"; } ||
        die "could not install ${missing[*]}"
}

apt_install() { DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" >/dev/null; }

# alive PID: true for a process that runs; one that ended and was not waited for is none.
alive() {
    local stat
    { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
    case ${stat##*) } in [ZX]*) return 1 ;; esac
}

# runs PID_FILE NAME: true when the file names a live process of that program.
runs() {
    local pid
    pid=$(cat "$1" 2>/dev/null) && [ -n "$pid" ] && [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = "$2" ] && alive "$pid"
}

# Removes what a killed engine left behind. Its own start refuses a pid file whose number is some live process, whatever
# that is, and a containerd that outlived it holds locks that the next one waits for.
clear_leftovers() {
    if [ -e "$docker_pid" ] && ! runs "$docker_pid" dockerd; then
        say "removing the stale $docker_pid"
        rm -f "$docker_pid"
    fi
    local containerd_pid=$exec_root/containerd/containerd.pid
    if runs "$containerd_pid" containerd; then
        say 'stopping a containerd without an engine'
        stop_process "$(cat "$containerd_pid")"
    fi
    rm -f "$containerd_pid" "$exec_root"/containerd/*.sock "$exec_root"/containerd/*.sock.ttrpc "$socket"
    # dockerd takes the system's containerd wherever its socket exists, and waits for it even if nobody listens.
    local shared=/run/containerd/containerd.sock status=0
    [ -S "$shared" ] || return 0
    curl --silent --max-time 2 --output /dev/null --unix-socket "$shared" http://containerd/ || status=$?
    if [ "$status" = 7 ]; then # refused
        say "removing the stale $shared"
        rm -f "$shared"
    fi
}

start_engine() {
    [ "$(uname -s)" = Linux ] || die 'no engine answers; start Docker Desktop, Colima or OrbStack'
    [ "$(id -u)" = 0 ] || die 'no engine answers; start one: sudo systemctl start docker (or run this as root)'
    need
    if [ -z "$private" ] && [ -d /run/systemd/system ]; then
        systemctl start docker || die 'systemd could not start docker; see: journalctl -u docker'
        await_engine 1 && return
    fi
    if runs "$docker_pid" dockerd; then
        say "an engine is starting already (process $(cat "$docker_pid"))"
        await_engine "$(cat "$docker_pid")" && return
        say 'it ended'
    fi
    clear_leftovers
    mkdir -p "$(dirname "$log")" "$(dirname "$socket")"
    local arguments=()
    if [ -n "$private" ]; then
        arguments=(--host "unix://$socket" --pidfile "$docker_pid" --exec-root "$exec_root" --data-root "$private/data")
    fi
    # shellcheck disable=SC2206 # several arguments in one variable
    arguments+=(${OUTPOST_ENGINE_ARGS:-})
    ulimit -n 1048576 2>/dev/null || true # containers cannot have more open files than the engine may
    say "starting dockerd (log: $log)"
    PATH=$PATH:/usr/sbin:/sbin setsid dockerd "${arguments[@]}" >"$log" 2>&1 </dev/null &
    printf '%s\n' $! >"$own_pid"
    await_engine $! && return
    tail -n 20 "$log" >&2
    die 'dockerd ended; the last lines of its log are above'
}

# await_engine PID: returns 0 when the engine answers and 1 when its process ended before.
await_engine() {
    local deadline=$((SECONDS + patience)) said=$SECONDS
    until answers "$socket"; do
        alive "$1" || return 1
        if ((SECONDS >= deadline)); then
            [ ! -f "$log" ] || tail -n 20 "$log" >&2
            die "dockerd did not answer within $patience s; the last lines of its log, if it has one, are above"
        fi
        if ((SECONDS >= said + 5)); then
            said=$SECONDS
            say "waiting for dockerd ($((deadline - SECONDS)) s left)"
        fi
        sleep 0.1
    done
}

# stop_process PID: SIGTERM, and SIGKILL after 15 s.
stop_process() {
    local pid=$1 attempt
    kill -TERM "$pid" 2>/dev/null || return 0
    for ((attempt = 0; attempt < 150; attempt++)); do
        alive "$pid" || return 0
        sleep 0.1
    done
    kill -KILL "$pid" 2>/dev/null || true
}

ensure() {
    local found
    if found=$(find_engine); then
        printf '%s\n' "$found"
        return
    fi
    start_engine
    printf '%s\n' "$socket"
}

status() {
    local found
    found=$(find_engine) || die 'no engine answers'
    printf '%s\n' "$found"
    curl --silent --max-time 5 --unix-socket "$found" http://engine/version |
        sed -n 's/.*"Version":"\([^"]*\)","ApiVersion":"\([^"]*\)".*/Docker Engine \1, API \2/p'
}

stop() {
    if runs "$own_pid" dockerd; then
        stop_process "$(cat "$own_pid")"
        say 'stopped'
    else
        say 'no engine of this script runs'
    fi
    rm -f "$own_pid"
}

case ${1:-} in
    ensure | status | stop) "$1" ;;
    -h | --help) usage ;;
    *)
        usage >&2
        exit 2
        ;;
esac
