#!/usr/bin/env bash
# Makes the image of Outpost itself: what `make install` lays out, on a slim base.
#
#   docker/image.sh [BINARY]        .build/release/outpost by default
#
# Environment:
#   OUTPOST_IMAGE       name of the image (outpost/server)
#   OUTPOST_BASE_IMAGE  what it is built on (debian:bookworm-slim, or what docker/base-image.sh made in its place)
#   DOCKER_HOST         engine to build on, as for the docker command
set -euo pipefail
cd "$(dirname "$0")/.."

readonly binary=${1:-.build/release/outpost} image=${OUTPOST_IMAGE:-outpost/server}
base=${OUTPOST_BASE_IMAGE:-debian:bookworm-slim}
if [ -z "${OUTPOST_BASE_IMAGE:-}" ] && ! docker image inspect "$base" >/dev/null 2>&1 &&
    docker image inspect outpost/debian:bookworm-slim >/dev/null 2>&1; then
    base=outpost/debian:bookworm-slim
fi

stage=$(mktemp -d "${TMPDIR:-/tmp}/outpost-image.XXXXXX")
readonly stage
trap 'rm -rf "$stage"' EXIT
PREFIX=/usr/local DESTDIR=$stage packaging/install.sh install "$binary" 2>/dev/null
# A program that was not linked as a whole takes its libraries along.
while read -r library; do
    cp --dereference "$library" "$stage/usr/local/bin/"
done < <(ldd "$binary" | awk '$3 ~ /\/swift\// { print $3 }')
docker build --quiet --file docker/Dockerfile --build-arg BASE_IMAGE="$base" --tag "$image" "$stage" >/dev/null
printf 'image: %s made on %s\n' "$image" "$base" >&2
