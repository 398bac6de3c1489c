#!/usr/bin/env bash
# Uses the pages of a running server as people do, in Chromium without a window.
#
#   Tests/browser/browser.sh          every check
#   Tests/browser/browser.sh WORD…    those whose names have one of the words
#
# It starts `outpost serve` in a directory of its own, with an agent that needs no model. What each page looked like is
# in .build/browser, in both colour schemes and on a phone. The last line is `N passed, M failed`, and what failed names
# its picture; the exit status is 1 if one failed. Needs python3 with venv, chromium, chromium-driver and a Docker Engine.
#
# Environment:
#   OUTPOST_BINARY        the program (.build/debug/outpost)
#   OUTPOST_BROWSER_VENV  where selenium is installed (.build/browser-venv)
#   CHROMIUM, CHROMEDRIVER  the programs (those on the path)
#   DOCKER_HOST           unix:///path to an engine to look for first
set -euo pipefail
cd "$(dirname "$0")/../.."

venv=$(realpath --canonicalize-missing "${OUTPOST_BROWSER_VENV:-.build/browser-venv}")
OUTPOST_BINARY=$(realpath --no-symlinks --canonicalize-missing "${OUTPOST_BINARY:-.build/debug/outpost}")
readonly venv
export OUTPOST_BINARY PYTHONDONTWRITEBYTECODE=1

die() {
    printf 'browser: %s\n' "$*" >&2
    echo '0 passed, 1 failed'
    exit 1
}

[ -x "$OUTPOST_BINARY" ] || die "$OUTPOST_BINARY is missing: make build"
CHROMIUM=${CHROMIUM:-$(command -v chromium || true)}
CHROMEDRIVER=${CHROMEDRIVER:-$(command -v chromedriver || true)}
if [ -z "$CHROMIUM" ] || [ -z "$CHROMEDRIVER" ]; then
    [ "${OUTPOST_REQUIRE_ENGINE:-}" != 1 ] || die 'chromium or chromium-driver is missing: docker/setup.sh --test'
    echo 'browser: skipped: chromium or chromium-driver is missing: docker/setup.sh --test'
    exit
fi
export CHROMIUM CHROMEDRIVER
Tests/support/venv.sh "$venv" "$PWD/Tests/browser/requirements.txt"
DOCKER_HOST=unix://$(docker/engine.sh ensure)
export DOCKER_HOST
rm -rf .build/browser
mkdir -p .build/browser
exec "$venv/bin/python" Tests/browser/browser.py "$@"
