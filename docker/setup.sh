#!/usr/bin/env bash
# Installs what building and testing Outpost needs on this machine, or names it.
#
#   docker/setup.sh          what the build needs
#   docker/setup.sh --test   what the tests need, too
#   docker/setup.sh --matrix what Tests/matrix.sh needs besides
#   docker/setup.sh --bench  what `make bench` needs, besides an engine
#
# As root on Debian or Ubuntu missing packages are installed. Elsewhere each is named, with the command that installs it,
# and the exit status is 1. Nothing is done when nothing is missing.
set -euo pipefail

say() { printf 'setup: %s\n' "$*" >&2; }
usage() { sed -n '2,/^set -euo/{/^set -euo/d;s/^# \{0,1\}//;p}' "$0"; }

build_packages=(libcurl4-openssl-dev libsqlite3-dev pkg-config git curl ca-certificates)
# busybox-static is the smallest image there is; shellcheck reads the scripts; schemathesis and selenium run in a venv.
# Of openssh-server only the program is used, on a port of loopback while a test runs.
# promtool, which comes with prometheus, reads the metrics page. No service of either is started.
test_packages=(
    busybox-static docker-compose jq openssh-client openssh-server prometheus python3 python3-venv shellcheck socat
)
matrix_packages=(debootstrap iproute2 util-linux)
bench_packages=(python3 python3-venv wrk)

# Prints those of the packages that are not installed.
missing_packages() {
    local package
    for package; do
        [ "$(dpkg-query --show --showformat '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] ||
            printf '%s\n' "$package"
    done
}

install_packages() {
    local missing=()
    mapfile -t missing < <(missing_packages "$@")
    [ ${#missing[@]} != 0 ] || return 0
    if [ "$(id -u)" != 0 ]; then
        say "missing: ${missing[*]}; install them: sudo apt-get install ${missing[*]}"
        return 1
    fi
    say "installing ${missing[*]}"
    apt_install "${missing[@]}" || { apt-get update >/dev/null && apt_install "${missing[@]}"; } || {
        say "could not install ${missing[*]}"
        return 1
    }
    case " ${missing[*]} " in
        *' openssh-server '*) systemctl disable --quiet ssh.service ssh.socket 2>/dev/null || true ;;
    esac
    case " ${missing[*]} " in
        *' prometheus '*) systemctl disable --quiet prometheus.service 2>/dev/null || true ;;
    esac
}

# What runs containers behind a kernel of their own.
install_gvisor() {
    install_where_offered runsc 'install gVisor: https://gvisor.dev/docs/user_guide/install' runsc
}

# What shows the pages; Ubuntu has it as a snap only, which no test can drive.
install_browser() {
    install_where_offered chromedriver 'install Chromium and its chromedriver' chromium-driver chromium
}

# install_where_offered PROGRAM ADVICE PACKAGE…: not every release has the first of the packages.
install_where_offered() {
    ! command -v "$1" >/dev/null || return 0
    if ! apt-cache show "$3" >/dev/null 2>&1 && ! { [ "$(id -u)" = 0 ] && apt-get update >/dev/null &&
        apt-cache show "$3" >/dev/null 2>&1; }; then
        say "this release has no package $3; $2"
        [ "${OUTPOST_REQUIRE_ENGINE:-}" != 1 ] # otherwise the tests of it are skipped
        return
    fi
    install_packages "${@:3}"
}

# Programs are wanted, no services: none starts.
apt_install() {
    local policy=/usr/sbin/policy-rc.d status=0
    if [ -e "$policy" ]; then
        policy=
    else
        printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod 0755 "$policy"
    fi
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" >/dev/null || status=$?
    [ -z "$policy" ] || rm -f "$policy"
    return "$status"
}

# For systems without apt: the programs and libraries themselves.
check_commands() {
    local program complete=0
    for program in git curl pkg-config; do
        command -v "$program" >/dev/null && continue
        say "$program is missing; install it with your package manager"
        complete=1
    done
    [ "$(uname -s)" = Darwin ] && return "$complete" # libcurl and SQLite come with the SDK
    for program in libcurl sqlite3; do
        pkg-config --exists "$program" 2>/dev/null && continue
        say "the development files of $program are missing; install them with your package manager"
        complete=1
    done
    return "$complete"
}

check_swift() {
    local version
    command -v swift >/dev/null || {
        say 'swift is missing; install Swift 6.2 or newer: https://www.swift.org/install'
        return 1
    }
    version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1)
    case $version in
        [1-5].* | 6.0 | 6.1)
            say "swift is $version; 6.2 or newer is needed: https://www.swift.org/install"
            return 1
            ;;
    esac
}

main() {
    local packages=("${build_packages[@]}") complete=0 is_testing=
    case ${1:-} in
        '') ;;
        --test) packages+=("${test_packages[@]}") && is_testing=yes ;;
        --matrix) packages+=("${test_packages[@]}" "${matrix_packages[@]}") && is_testing=yes ;;
        --bench) packages+=("${bench_packages[@]}") ;;
        -h | --help) usage && exit 0 ;;
        *) usage >&2 && exit 2 ;;
    esac
    if command -v apt-get >/dev/null; then
        install_packages "${packages[@]}" || complete=1
        [ -z "$is_testing" ] || install_gvisor || complete=1
        [ -z "$is_testing" ] || install_browser || complete=1
    else
        check_commands || complete=1
    fi
    check_swift || complete=1
    return "$complete"
}

main "$@"
