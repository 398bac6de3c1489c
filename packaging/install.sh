#!/usr/bin/env bash
# Puts Outpost where systems look for programs, or takes it away again: `make install`, `make uninstall`.
#
#   packaging/install.sh install BINARY
#   packaging/install.sh uninstall
#
# Installed are the program, the agents, the manual page, completions, and a unit and a user for systemd. A settings file
# outpost/outpost.yaml is written below SYSCONFDIR where there is none. Data, settings and keys are never removed.
#
# Environment:
#   PREFIX      where programs go (/usr/local)
#   SYSCONFDIR  where settings go (/etc)
#   DESTDIR     comes before both, for packages (nothing)
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf 'install: %s\n' "$*" >&2; }
die() {
    say "$*"
    exit 1
}
usage() { sed -n '2,/^set -euo/{/^set -euo/d;s/^# \{0,1\}//;p}' "$0"; }

readonly action=${1:-} binary=${2:-} prefix=${PREFIX-/usr/local} configuration=${SYSCONFDIR-/etc}
readonly root=${DESTDIR:-}$prefix
readonly program=$root/bin/outpost share=$root/share/outpost manual=$root/share/man/man1/outpost.1
readonly bash_completion=$root/share/bash-completion/completions/outpost
readonly zsh_completion=$root/share/zsh/site-functions/_outpost
readonly fish_completion=$root/share/fish/vendor_completions.d/outpost.fish
readonly unit=$root/lib/systemd/system/outpost.service user=$root/lib/sysusers.d/outpost.conf
readonly settings=${DESTDIR:-}$configuration/outpost/outpost.yaml

# generated FILE ARGUMENT…: writes what the program prints.
generated() {
    local text
    text=$("$binary" "${@:2}") || die "$binary ${*:2} failed"
    install -D -m 0644 /dev/stdin "$1" <<<"$text"
}

install_all() {
    [ -x "$binary" ] || die "$binary is missing; build it: make release (or name another with BINARY=)"
    # The folder of a former version goes whole: a file that is no more would be part of its agent.
    rm -rf "$share/agents"
    mkdir -p "$share"
    cp -R agents "$share/agents"
    find "$share/agents" -name __pycache__ -prune -exec rm -rf {} +
    chmod -R u=rwX,go=rX "$share"
    generated "$manual" man
    generated "$bash_completion" completions bash
    generated "$zsh_completion" completions zsh
    generated "$fish_completion" completions fish
    sed "s|@BINDIR@|$prefix/bin|; s|@SYSCONFDIR@|$configuration|" packaging/outpost.service | install -D -m 0644 /dev/stdin "$unit"
    install -D -m 0644 packaging/outpost.sysusers "$user"
    [ -e "$settings" ] || install -D -m 0644 packaging/outpost.yaml "$settings"
    # Last, and by a rename: a server that runs keeps the file that it was started from.
    install -D -m 0755 "$binary" "$program.new"
    mv "$program.new" "$program"
    say "installed $program; as a service: docs/operations.md"
}

uninstall_all() {
    rm -f "$program" "$manual" "$bash_completion" "$zsh_completion" "$fish_completion" "$unit" "$user"
    rm -rf "$share"
    say "removed $program; data and ${settings%/*} stay"
}

case $action in
    install) install_all ;;
    uninstall) uninstall_all ;;
    *) usage >&2 && exit 2 ;;
esac
