#!/usr/bin/env bash
# Reads every shell file of the repository with shellcheck and bash -n; ends with 1 when there is a finding.
set -euo pipefail
cd "$(dirname "$0")/../.."

command -v shellcheck >/dev/null || {
    echo 'shellcheck is missing; install it: apt-get install shellcheck (or docker/setup.sh --test)' >&2
    exit 1
}

# A shell file is one by its name or by its first line. The parts of the runtime are read with the entrypoint that
# sources them, since they share its variables.
shell_files() {
    local file first
    find agents docker Tests .ci -type f ! -path 'agents/base/lib/*' ! -path '*/.build/*' 2>/dev/null |
        LC_ALL=C sort | while IFS= read -r file; do
        IFS= read -r first <"$file" || true
        case $file:$first in
            *.sh:* | *:'#!'*/sh | *:'#!'*/bash | *:'#!'*' bash' | *:'#!'*' sh') printf '%s\n' "$file" ;;
        esac
    done 2>/dev/null
}

mapfile -t files < <(shell_files)
# A list that lacks the entrypoint is a defect of this script.
[[ " ${files[*]} " == *' agents/base/entrypoint '* ]]
passed=0 failed=0
for file in "${files[@]}" agents/base/lib/*.sh; do
    case $file in
        agents/base/lib/*) bash -n "$file" && passed=$((passed + 1)) || failed=$((failed + 1)) ;;
        *)
            if bash -n "$file" && shellcheck --external-sources --check-sourced "$file"; then
                passed=$((passed + 1))
            else
                failed=$((failed + 1))
            fi
            ;;
    esac
    [ -x "$file" ] || [[ $file == agents/base/lib/* ]] || {
        echo "$file is not executable" >&2
        failed=$((failed + 1))
    }
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
