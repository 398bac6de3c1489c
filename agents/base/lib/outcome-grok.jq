# Reads `grok --output-format streaming-json`, or the output of codex or aider where one of these is the harness; `lines` is one array.
include "outcome";
include "outcome-codex";
include "outcome-aider";

def read_grok_events(events):
    reduce events as $e (
        {end: null, error: null, text: null, tools: 0};
        if $e.type == "end" then .end = $e
        elif $e.type == "error" then .error = ($e.message // $e.error?.message? // $e.error)
        elif $e.type == "text" then .text = (.text // "") + (($e.data // $e.text // $e.content) | text // "")
        elif $e.type == "tool_use" or $e.type == "tool_call" then .tools += 1 | .text = null
        else . end
    )
    | (.end // {}) as $r
    | (($r.stopReason // $r.stop_reason // "") | text | ascii_downcase | gsub("[^a-z]"; "")) as $stop
    # A tool that would need somebody's consent cancels the run, with exit status 0.
    | ({refusal: "refused", maxturns: "turn_limit", maxturnrequests: "turn_limit", cancelled: "other"}[$stop]) as $named
    | (.error != null and .end == null or $named != null) as $failed
    | {
        terminal: (if $failed then "failure" elif .end != null then "success" else null end),
        error: (if $failed then failure($named; null; (.error // "the run ended with \($stop)"); null) else null end),
        usage: (
            if $r.usage | type == "object" then ($r.usage | {
                inputTokens: ((.input_tokens // .inputTokens) | count // 0),
                outputTokens: ((.output_tokens // .outputTokens) | count // 0),
                cachedInputTokens: ((.cache_read_input_tokens // .cached_input_tokens // .cachedReadTokens) | count)
            }) else null end
        ),
        costUSD: ($r.total_cost_usd | if type == "number" then . else null end),
        turns: ($r.num_turns | count),
        toolsUsed: (if .tools > 0 then .tools else null end),
        message: .text
    }
    | outcome;

def read_grok(lines):
    lines as $lines
    | [$lines[] | fromjson? | select(type == "object" and (.type | type == "string"))] as $events
    | if any($events[]; .type | startswith("thread.") or startswith("turn.") or startswith("item.")) then read_codex($events[])
      elif ($events | length) > 0 then read_grok_events($events[])
      else read_aider($lines[]) end;
