# shellcheck shell=bash
# The context: what the repository says of itself, laid before the task by the program in context/.

context_account= # context.json, kept out of the agent's reach

context_prepare() {
    local level
    level=$(setting context none)
    [ "$level" != none ] || return 0
    door_progress context
    timeout 120 python3 -I -B "$here/lib/context" --workspace="$workspace" --level="$level" \
        --time="$(setting context_time '')" --injection="$(setting context_id '')" \
        --run="$(cat "$job/env/OUTPOST_DISPATCH_ID")" --repository="$(setting context_repository '')" \
        --agent="$(setting context_agent '')" --task="$job/task.md" --prompt="$job/prompt.md" \
        --account="$job/context.json" 2>"$job/context.log" ||
        fail 84 context "the context could not be laid out: $(tail -n 3 "$job/context.log")"
    context_account=$(<"$job/context.json")
    say "context: $(jq -r 'if .sections == [] then "the repository has none" else
        "\(.token_counts.total) tokens of \(.sections | join(", "))" end' <<<"$context_account")"
}
