# Reads `claude --output-format stream-json`.
include "outcome";

reduce events as $e (
    {result: null, tools: 0, edits: 0, reset: null};
    if $e.type == "result" then .result = $e
    elif $e.type == "assistant" then
        ([$e.message?.content?[]? | select(type == "object" and .type == "tool_use") | .name]) as $names
        | .tools += ($names | length)
        | .edits += ([$names[] | select(. == "Edit" or . == "Write" or . == "MultiEdit" or . == "NotebookEdit")] | length)
    elif $e.type == "rate_limit_event" and $e.rate_limit_info?.status? == "rejected" then
        .reset = ($e.rate_limit_info.resetsAt | moment)
    else . end
)
| . as $seen
| (.result // {}) as $r
# On an error of the provider the subtype is still "success".
| ($r.is_error == true or (($r.subtype // "success") != "success")) as $failed
| ({error_max_budget_usd: "budget", error_max_turns: "turn_limit"}[$r.subtype // ""]) as $named
| (if $r.stop_reason == "refusal" then "refused" else null end) as $refused
| {
    terminal: (if .result == null then null elif $failed or $refused != null then "failure" else "success" end),
    error: (
        if .result != null and ($failed or $refused != null) then
            failure(
                $named // $refused;
                $r.api_error_status | count;
                ($r.result // ($r.errors? | if type == "array" and length > 0 then map(text) | join("; ") else null end)
                    // $r.subtype);
                $seen.reset
            )
        else null end
    ),
    usage: (
        if $r.usage | type == "object" then ($r.usage | {
            inputTokens: ([.input_tokens, .cache_creation_input_tokens, .cache_read_input_tokens | count // 0] | add),
            outputTokens: (.output_tokens | count // 0),
            cachedInputTokens: (.cache_read_input_tokens | count // 0)
        }) else null end
    ),
    costUSD: ($r.total_cost_usd | if type == "number" then . else null end),
    turns: ($r.num_turns | count),
    toolsUsed: .tools,
    toolsDenied: ($r.permission_denials? | if type == "array" then length else 0 end),
    edits: .edits,
    message: $r.result
}
| outcome
