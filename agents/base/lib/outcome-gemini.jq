# Reads `gemini --output-format stream-json`, or the text of aider where that is the harness; `lines` is one array.
include "outcome";
include "outcome-aider";

# What the program's own exit status says; from 128 on it is the provider's HTTP status, modulo 256.
def exit_class: {"41": "auth", "53": "turn_limit", "145": "auth", "147": "auth", "173": "rate_limit"}[$exit | tostring];
def exit_status: {"145": 401, "147": 403, "148": 404, "173": 429, "244": 500, "247": 503}[$exit | tostring];

def read_gemini_events(events):
    reduce events as $e (
        {result: null, error: null, text: null, tools: 0, edits: 0, turns: 0, isTalking: false};
        if $e.type == "result" then .result = $e
        elif $e.type == "error" and $e.severity != "warning" then .error = ($e.message // $e.error?.message?)
        elif $e.type == "message" and $e.role == "assistant" then
            .turns += (if .isTalking then 0 else 1 end)
            | .text = (if .isTalking and $e.delta == true then (.text // "") + ($e.content | text // "") else $e.content end)
            | .isTalking = true
        elif $e.type == "tool_use" then
            .isTalking = false | .tools += 1
            | if $e.tool_name == "write_file" or $e.tool_name == "replace" or $e.tool_name == "edit" then .edits += 1 else . end
        else .isTalking = false end
    )
    | (.result // {}) as $r
    | ($r.status == "error" or (.result == null and (.error != null or exit_class != null or exit_status != null))) as $failed
    | {
        terminal: (if $failed then "failure" elif $r.status == "success" then "success" else null end),
        error: (
            if $failed then
                failure(exit_class; ($r.error?.code? | count) // exit_status;
                    ($r.error?.message? // .error // "the program ended with status \($exit)"); null)
            else null end
        ),
        usage: (
            if $r.stats | type == "object" then ($r.stats | {
                inputTokens: (.input_tokens | count // 0),
                outputTokens: (.output_tokens | count // 0),
                cachedInputTokens: (.cached | count)
            }) else null end
        ),
        turns,
        toolsUsed: .tools,
        edits,
        message: .text
    }
    | outcome;

def read_gemini(lines):
    lines as $lines
    | [$lines[] | fromjson? | select(type == "object" and (.type | type == "string"))] as $events
    # Without an event at all the exit status still says why the official program ended.
    | if ($events | length) > 0 or ([41, 53, 145, 147, 148, 173, 244, 247] | index($exit)) != null
      then read_gemini_events($events[]) else read_aider($lines[]) end;
