#!/usr/bin/env bash
# Runs another Debian suite's container engine beside this machine's own, to test against it. A developer's tool (root).
#
#   docker/other-engine.sh start trixie           start it, made first where it is not there; print its socket
#   docker/other-engine.sh start trixie podman    the same with Podman's service in Docker's place
#   docker/other-engine.sh load trixie outpost    copy this machine's images of outpost/… into it (or NAME, NAME:TAG …);
#                                                 those that it has are not copied again
#   docker/other-engine.sh run trixie COMMAND…    run a command beside it: in its network, with its DOCKER_HOST, and with
#                                                 the suite's folder as OUTPOST_ENGINE_ROOT
#   docker/other-engine.sh status                 print every engine that runs, its version and its socket
#   docker/other-engine.sh stop trixie            stop it and what runs in it; what it stores is kept
#   docker/other-engine.sh remove trixie          stop it and delete its files
#
# Each takes `podman` after the suite, too (`load trixie podman outpost`). Then, for example:
#
#   docker/other-engine.sh run trixie .build/debug/outpost demo --data-dir /tmp/other
#   OUTPOST_REQUIRE_ENGINE=1 docker/other-engine.sh run trixie swift test --skip-build --filter IntegrationTests
#
# The suite is debootstrapped into a folder. Its engine runs in mount and network namespaces of its own, so that it
# shares neither bridge nor firewall with another engine, and all of its mounts end with it. It sees this machine's /tmp
# at /tmp and no other folder: the data directory of an Outpost that uses it must be under /tmp. It has no way out:
# images come by `load`, and builds must not need the network. A container on a bridge network reaches what `run`
# started and no other.
#
# Environment:
#   OUTPOST_OTHER_ENGINES   where everything is kept (/var/tmp/outpost-engines)
#   OUTPOST_DEBIAN_MIRROR   mirror to use (that of this machine's apt sources, else deb.debian.org)
#   OUTPOST_ENGINE_ARGS     more arguments for dockerd, or for `podman system service`
#   OUTPOST_ENGINE_WAIT     seconds to wait for a started engine (60)
#   DOCKER_HOST             where `load` copies from, as for the docker command
set -euo pipefail

readonly engines=${OUTPOST_OTHER_ENGINES:-/var/tmp/outpost-engines}
readonly patience=${OUTPOST_ENGINE_WAIT:-60}

say() { printf 'other-engine: %s\n' "$*" >&2; }
die() {
    say "$*"
    exit 1
}

usage() { sed -n '2,/^set -euo/{/^set -euo/d;s/^# \{0,1\}//;p}' "$0"; }

need() {
    command -v "$1" >/dev/null || die "$1 is missing; install it: apt-get install $2"
}

# answers SOCKET: true when an engine answers there.
answers() {
    [ -S "$1" ] && [ "$(curl --silent --max-time 5 --unix-socket "$1" http://engine/_ping 2>/dev/null)" = OK ]
}

# alive PID: true for a process that runs; one that ended and was not waited for is none.
alive() {
    local stat
    { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
    case ${stat##*) } in [ZX]*) return 1 ;; esac
}

# Prints the process of the engine that these variables name, if it runs. The number alone could be anybody's by now:
# only that engine has the suite's folder as its root.
running() {
    local pid
    pid=$(cat "$pid_file" 2>/dev/null) && alive "$pid" || return 1
    [ "/proc/$pid/root/run/${pid_file##*/}" -ef "$pid_file" ] || return 1
    printf '%s\n' "$pid"
}

# name_engine SUITE [PROGRAM]: sets the variables that the rest uses.
name_engine() {
    suite=${1:-} program=${2:-dockerd}
    [ "$program" != docker ] || program=dockerd
    [[ $suite =~ ^[a-z]+$ ]] || die "which suite? for example: $0 start trixie"
    case $program in
        dockerd) packages=(docker.io iptables procps) ;;
        podman) packages=(podman crun catatonit nftables netavark aardvark-dns) ;;
        *) die "there is no engine $program: docker or podman" ;;
    esac
    root=$engines/$suite-${program/dockerd/docker}
    socket=$root/run/engine.sock
    pid_file=$root/run/outpost-engine.pid
    log=$root/var/log/outpost-engine.log
}

# name_length SUITE [PROGRAM] …: prints how many of the words name an engine.
name_length() {
    case ${2:-} in docker | dockerd | podman) printf 2 ;; *) printf 1 ;; esac
}

mirror() {
    if [ -n "${OUTPOST_DEBIAN_MIRROR:-}" ]; then
        printf '%s\n' "$OUTPOST_DEBIAN_MIRROR"
        return
    fi
    cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources 2>/dev/null |
        awk '{ for (i = 1; i <= NF; i++) if ($i ~ /^https?:.*\/debian\/?$/) { print $i; found = 1; exit } }
            END { if (!found) print "http://deb.debian.org/debian" }'
}

# fail WHAT: ends with the last lines of the log of the set-up and what to do.
fail() {
    tail -n 10 "$root.log" >&2
    die "$1; the last lines of $root.log are above. Try again, or name another mirror: OUTPOST_DEBIAN_MIRROR"
}

# Makes the suite's folder and installs the engine's packages in it, each unless it is there.
install_engine() {
    need debootstrap debootstrap
    if [ ! -e "$root/etc/debian_version" ]; then
        say "debootstrap $suite (about a minute)"
        rm -rf --one-file-system "$root.new"
        mkdir -p "$engines"
        debootstrap --variant=minbase --components=main "$suite" "$root.new" "$(mirror)" >"$root.log" 2>&1 ||
            fail "debootstrap could not make $suite from $(mirror)"
        printf '#!/bin/sh\nexit 101\n' >"$root.new/usr/sbin/policy-rc.d" # packages must not start services
        chmod 0755 "$root.new/usr/sbin/policy-rc.d"
        mv "$root.new" "$root"
    fi
    [ ! -x "$root/usr/bin/$program" ] && [ ! -x "$root/usr/sbin/$program" ] || return 0
    say "installing ${packages[*]}"
    cp -L /etc/resolv.conf "$root/etc/resolv.conf"
    # shellcheck disable=SC2016 # the inner shell's variables
    unshare --mount --propagation private sh -c '
        root=$1; shift
        mount -t proc proc "$root/proc"
        mount --rbind /dev "$root/dev"
        export DEBIAN_FRONTEND=noninteractive
        chroot "$root" apt-get install --yes --no-install-recommends ca-certificates "$@"
    ' sh "$root" "${packages[@]}" >>"$root.log" 2>&1 || fail "$(mirror) did not give ${packages[*]}"
}

# Becomes the engine: its own mounts, then the suite's folder as the root of the file system. Runs in the namespaces.
enter() {
    name_engine "$@"
    ip link set lo up
    mount --rbind "$root" "$root"
    mount -t proc proc "$root/proc"
    mount --rbind /sys "$root/sys"
    mount --rbind /dev "$root/dev"
    mount --bind /tmp "$root/tmp"
    mkdir -p "$root/mnt"
    cd "$root"
    # Not only a chroot: runc looks for the mount that a container's files are on.
    pivot_root . mnt
    umount --lazy /mnt
    export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root
    unset DOCKER_HOST XDG_RUNTIME_DIR
    ulimit -n 1048576 2>/dev/null || true # containers cannot have more open files than the engine may
    local more
    # shellcheck disable=SC2206 # several arguments in one variable
    more=(${OUTPOST_ENGINE_ARGS:-})
    if [ "$program" = podman ]; then
        # crun refuses a host that has both versions of cgroups.
        [ ! -e /sys/fs/cgroup/memory ] || umount --lazy /sys/fs/cgroup/unified 2>/dev/null || true
        # It gives builds higher limits than it has itself, which not every root may.
        printf '[containers]\ndefault_ulimits = ["nofile=%s", "nproc=%s"]\n' "$(ulimit -n):$(ulimit -n)" \
            "$(ulimit -u):$(ulimit -u)" >/etc/containers/containers.conf
        exec podman system service --time 0 "${more[@]}" unix:///run/engine.sock
    fi
    exec dockerd --host unix:///run/engine.sock --cgroup-parent "/outpost-$suite" "${more[@]}"
}

start() {
    [ "$(id -u)" = 0 ] || die 'run this as root'
    name_engine "$@"
    if running >/dev/null && answers "$socket"; then
        printf '%s\n' "$socket"
        return
    fi
    need ip iproute2
    need curl curl
    install_engine
    ! running >/dev/null || die "$suite's $program runs and does not answer; stop it: $0 stop $suite $program"
    # What an engine that was killed left behind.
    rm -f "$socket" "$root"/run/docker.pid "$root"/run/docker/containerd/*.{pid,sock,sock.ttrpc}
    say "starting $suite's $program (log: $log)"
    setsid unshare --mount --propagation private --net "$(readlink -f "$0")" enter "$suite" "$program" \
        >"$log" 2>&1 </dev/null &
    printf '%s\n' $! >"$pid_file"
    local deadline=$((SECONDS + patience))
    until answers "$socket"; do
        if ! alive "$(cat "$pid_file")" || ((SECONDS >= deadline)); then
            tail -n 20 "$log" >&2
            die "$program ended or did not answer within $patience s; the last lines of its log are above"
        fi
        sleep 0.2
    done
    printf '%s\n' "$socket"
}

# Prints the id of an image of the engine that DOCKER_HOST names.
image_id() { docker image inspect --format '{{.Id}}' "$1" 2>/dev/null; }

# Passes on the names of images that the other engine does not have, or under which it has another.
without_known() {
    local image
    while read -r image; do
        [ "$(image_id "$image")" = "$(DOCKER_HOST=unix://$socket image_id "$image")" ] || printf '%s\n' "$image"
    done
}

# Names without a tag stand for all of their tags, and a bare word for every repository under it.
load() {
    name_engine "${@:1:$(name_length "$@")}"
    shift "$(name_length "$@")"
    answers "$socket" || die "$suite's $program does not run"
    local name images=()
    for name; do
        case $name in
            */* | *:*) ;;
            *) name="$name/*" ;;
        esac
        mapfile -t -O ${#images[@]} images < <(
            docker image ls --filter "reference=$name" --format '{{.Repository}}:{{.Tag}}' | grep -v '<none>'
        )
    done
    [ ${#images[@]} != 0 ] || die 'no such images here'
    mapfile -t images < <(printf '%s\n' "${images[@]}" | without_known)
    [ ${#images[@]} != 0 ] || return 0
    say "copying ${images[*]}"
    docker save "${images[@]}" |
        curl --silent --show-error --fail-with-body --unix-socket "$socket" --header 'Content-Type: application/x-tar' \
            --upload-file - --request POST http://engine/v1.41/images/load >/dev/null
}

run() {
    local pid
    name_engine "${@:1:$(name_length "$@")}"
    shift "$(name_length "$@")"
    [ $# != 0 ] || die 'which command?'
    pid=$(running) || die "$suite's $program does not run"
    DOCKER_HOST=unix://$socket OUTPOST_ENGINE_ROOT=$root exec nsenter --net --target "$pid" "$@"
}

status() {
    local folder version
    for folder in "$engines"/*-{docker,podman}; do
        [ -d "$folder" ] || continue
        folder=${folder##*/}
        name_engine "${folder%-*}" "${folder##*-}"
        answers "$socket" || continue
        version=$(curl --silent --max-time 5 --unix-socket "$socket" http://engine/version |
            sed -n 's/.*"Version":"\([^"]*\)","ApiVersion":"\([^"]*\)".*/\1, API \2/p')
        printf '%s %s %s %s\n' "${folder%-*}" "${folder##*-}" "$version" "$socket"
    done
}

# SIGTERM, and SIGKILL after 20 s. Its containers go first: Podman's would outlive it.
stop() {
    name_engine "$@"
    local pid attempt
    if ! pid=$(running); then
        say "$suite's $program does not run"
        return
    fi
    DOCKER_HOST=unix://$socket docker ps --quiet 2>/dev/null |
        DOCKER_HOST=unix://$socket xargs --no-run-if-empty docker kill >/dev/null 2>&1 || true
    kill -TERM "$pid" 2>/dev/null || true
    for ((attempt = 0; attempt < 200; attempt++)); do
        alive "$pid" || break
        sleep 0.1
    done
    ! alive "$pid" || kill -KILL "$pid"
    rm -f "$pid_file"
    say "$suite's $program stopped"
}

remove() {
    stop "$@"
    # Never across a mount: a folder of this machine could be behind it.
    rm -rf --one-file-system "$root" "$root.new" "$root.log"
}

case ${1:-} in
    start | load | run | status | stop | remove | enter) "$@" ;;
    -h | --help) usage ;;
    *)
        usage >&2
        exit 2
        ;;
esac
