# Reads `codex exec --json`; the reader of each agent whose harness is codex.
include "outcome";

def read_codex(events):
    reduce events as $e (
        {end: null, error: null, message: null, turns: 0, tools: 0, denied: 0, edits: 0};
        if $e.type == "turn.started" then .turns += 1 | .end = null
        elif $e.type == "turn.completed" or $e.type == "turn.failed" then .end = $e
        elif $e.type == "error" then .error = $e.message
        elif $e.type == "item.completed" then
            ($e.item? // {} | if type == "object" then . else {} end) as $item
            | if $item.type == "agent_message" then .message = $item.text
              elif $item.type == "command_execution" or $item.type == "file_change" or $item.type == "mcp_tool_call" then
                  .tools += 1
                  | if $item.status == "declined" then .denied += 1 else . end
                  | if $item.type == "file_change" and $item.status == "completed" then .edits += 1 else . end
              else . end
        else . end
    )
    | (.end // {}) as $last
    | {
        terminal: ({"turn.completed": "success", "turn.failed": "failure"}[$last.type // ""]),
        error: (
            if $last.type == "turn.failed" then failure(null; null; ($last.error?.message? // .error); null)
            elif .end == null and .error != null then failure(null; null; .error; null)
            else null end
        ),
        usage: (
            if $last.usage | type == "object" then ($last.usage | {
                inputTokens: (.input_tokens | count // 0),
                outputTokens: (.output_tokens | count // 0),
                cachedInputTokens: (.cached_input_tokens | count)
            }) else null end
        ),
        turns,
        toolsUsed: .tools,
        toolsDenied: .denied,
        edits,
        message
    }
    | outcome;
