#!/usr/bin/env bash
# Makes outpost/debian:bookworm-slim with debootstrap, for machines that reach a Debian mirror but no image registry.
#
#   docker/base-image.sh            make the image unless the engine has it already
#   docker/base-image.sh --force    make it again
#   docker/base-image.sh --offline  make it only where the registry's image is neither there nor can be pulled
#
# The mirror and the keyring are those of this machine's apt sources. Environment:
#   OUTPOST_BASE_IMAGE      name of the image (outpost/debian:bookworm-slim)
#   OUTPOST_DEBIAN_MIRROR   mirror to use instead of the one found in the apt sources
#   DOCKER_HOST             engine to import into, as for the docker command
set -euo pipefail

readonly suite=bookworm
readonly registry_image=debian:$suite-slim
readonly image=${OUTPOST_BASE_IMAGE:-outpost/debian:bookworm-slim}
readonly recipe=1 # part of the image's label: raise it when this script makes another image

say() { printf 'base-image: %s\n' "$*" >&2; }
die() {
    say "$*"
    exit 1
}

usage() { sed -n '2,/^set -euo/{/^set -euo/d;s/^# \{0,1\}//;p}' "$0"; }

# Prints the apt sources of the main archive and of its updates and security suites, in one-line format. Both formats of
# apt's sources are read. Options are dropped: the image has the archive's keyring where apt looks for it by default.
debian_sources() {
    local file
    for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
        [ -f "$file" ] || continue
        sed -n 's/^deb  *\(\[[^]]*\]  *\)\{0,1\}/deb /p' "$file"
    done
    for file in /etc/apt/sources.list.d/*.sources; do
        [ -f "$file" ] || continue
        # A stanza becomes a line for each pair of URI and suite.
        awk 'BEGIN { RS = ""; FS = "\n" }
            {
                types = uris = suites = components = ""; enabled = 1
                for (i = 1; i <= NF; i++) {
                    if ($i ~ /^#/) continue
                    value = $i; sub(/^[^:]*:[ \t]*/, "", value)
                    if ($i ~ /^Types:/) types = value
                    else if ($i ~ /^URIs:/) uris = value
                    else if ($i ~ /^Suites:/) suites = value
                    else if ($i ~ /^Components:/) components = value
                    else if ($i ~ /^Enabled:[ \t]*no/) enabled = 0
                }
                if (!enabled || types !~ /(^| )deb( |$)/) next
                n = split(uris, u, " "); m = split(suites, s, " ")
                for (i = 1; i <= n; i++) for (j = 1; j <= m; j++) print "deb " u[i] " " s[j] " " components
            }' "$file"
    done
}

# The lines of `debian_sources` that are this suite's.
suite_sources() {
    debian_sources | awk -v suite="$suite" '
        $3 == suite || $3 == suite "-updates" || $3 == suite "-security" { if (!seen[$2 " " $3]++) print }'
}

need() {
    local command=$1 package=$2
    command -v "$command" >/dev/null && return
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
        die "$command is missing; install it: apt-get install $package"
    fi
    say "installing $package"
    apt_install "$package" || { apt-get update >/dev/null && apt_install "$package"; } ||
        die "could not install $package"
}

apt_install() { DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" >/dev/null; }

# What makes an image "slim": no documentation, no translations, and dpkg told to leave them out from now on.
slim() {
    local root=$1
    install -d "$root/etc/dpkg/dpkg.cfg.d" "$root/etc/apt/apt.conf.d"
    cat >"$root/etc/dpkg/dpkg.cfg.d/docker" <<'DPKG'
path-exclude /usr/share/doc/*
path-include /usr/share/doc/*/copyright
path-exclude /usr/share/man/*
path-exclude /usr/share/info/*
path-exclude /usr/share/locale/*
path-include /usr/share/locale/locale.alias
force-unsafe-io
DPKG
    cat >"$root/etc/apt/apt.conf.d/docker" <<'APT'
Acquire::Languages "none";
APT::Install-Recommends "false";
Apt::AutoRemove::SuggestsImportant "false";
APT
    # Packages must not try to start services while an image is built.
    printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
    chmod 0755 "$root/usr/sbin/policy-rc.d"
    find "$root/usr/share/doc" -type f ! -name copyright -delete
    find "$root/usr/share/doc" -mindepth 1 -type l -delete
    find "$root/usr/share/locale" -mindepth 1 -maxdepth 1 -type d -exec rm -rf {} +
    rm -rf "$root"/usr/share/man/* "$root"/usr/share/info/* "$root"/var/lib/apt/lists/* "$root"/var/cache/apt/*.bin \
        "$root"/var/cache/apt/archives/*.deb "$root"/var/cache/debconf/*-old "$root"/var/log/*.log \
        "$root"/var/log/apt/* "$root"/etc/machine-id
    : >"$root/etc/machine-id"
    : >"$root/etc/resolv.conf"
    : >"$root/etc/hostname"
}

# Whether the registry's own image is there, or comes.
have_registry_image() {
    docker image inspect "$registry_image" >/dev/null 2>&1 || timeout 300 docker pull --quiet "$registry_image" >/dev/null 2>&1
}

main() {
    local force=no offline=no
    case ${1:-} in
        '') ;;
        --force) force=yes ;;
        --offline) offline=yes ;;
        -h | --help) usage && exit 0 ;;
        *) usage >&2 && exit 2 ;;
    esac
    command -v docker >/dev/null || die "the docker command is missing; install it: apt-get install docker.io"
    docker version >/dev/null 2>&1 || die "no Docker Engine answers; start one: docker/engine.sh ensure"
    if [ "$force" = no ] &&
        [ "$(docker image inspect --format '{{index .Config.Labels "outpost.debian.recipe"}}' "$image" 2>/dev/null)" = "$recipe" ]; then
        say "$image is there"
        return
    fi
    if [ "$offline" = yes ] && have_registry_image; then
        say "$registry_image is there"
        return
    fi
    [ "$(id -u)" = 0 ] || die "debootstrap needs root; run this as root, or: docker pull debian:$suite-slim and set BASE_IMAGE"
    need debootstrap debootstrap

    local work sources mirror
    work=$(mktemp -d "${TMPDIR:-/tmp}/outpost-debian.XXXXXX")
    # shellcheck disable=SC2064 # the folder of now
    trap "rm -rf --one-file-system '$work'" EXIT
    sources=$(suite_sources)
    mirror=${OUTPOST_DEBIAN_MIRROR:-$(awk -v suite="$suite" '$3 == suite { print $2; exit }' <<<"$sources")}
    local options=(--variant=minbase --components=main)
    [ -f /usr/share/keyrings/debian-archive-keyring.gpg ] &&
        options+=(--keyring=/usr/share/keyrings/debian-archive-keyring.gpg)
    say "debootstrap $suite (about a minute)"
    debootstrap "${options[@]}" "$suite" "$work/root" ${mirror:+"$mirror"} >"$work/log" 2>&1 || {
        tail -n 20 "$work/log" >&2
        die "debootstrap failed"
    }
    if [ -z "${OUTPOST_DEBIAN_MIRROR:-}" ] && [ -n "$sources" ]; then
        printf '%s\n' "$sources" >"$work/root/etc/apt/sources.list"
    fi
    slim "$work/root"
    tar -C "$work/root" --numeric-owner --one-file-system --sort=name \
        --exclude='./dev/*' --exclude='./proc/*' --exclude='./sys/*' -cf - . |
        docker import \
            --change 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' \
            --change 'CMD ["bash"]' \
            --change "LABEL outpost.debian.recipe=$recipe" \
            - "$image" >/dev/null
    say "$image made ($(docker image inspect --format '{{.Size}}' "$image" | numfmt --to=si)B)"
}

main "$@"
