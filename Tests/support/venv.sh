#!/usr/bin/env bash
# Makes a Python environment of exactly the packages that a file names, unless it is there already.
#
#   Tests/support/venv.sh VENV REQUIREMENTS
#
# The file pins every package: what is not in it is not installed, even where another package asks for it.
set -euo pipefail
readonly venv=$1 requirements=$2

cmp --silent "$requirements" "$venv/requirements.txt" && exit
printf 'venv: installing into %s\n' "$venv" >&2
rm -rf "$venv"
python3 -m venv "$venv"
"$venv/bin/pip" install --quiet --disable-pip-version-check --no-deps --requirement "$requirements"
cp "$requirements" "$venv/requirements.txt"
