# Reads the text that aider prints; the reader of each agent whose harness is aider.
include "outcome";

# The number that a pattern names, of such as "2.4k", "1.2M" or "47"; null where there is none.
def quantity($pattern):
    [capture($pattern) | (.n | tonumber?) * {"": 1, "k": 1000, "M": 1000000}[.unit] | floor] | first;

def aider_step($line; $n):
    if $line | test("^litellm\\.[A-Za-z.]*(Error|Exception|Timeout)") then .error = $line | .failedAt = $n
    elif $line | test("^Only [0-9]+ reflections allowed, stopping") then
        .error = "the model's edits did not match the files" | .failedAt = $n
    elif $line | test("^Applied edit to ") then .edits += 1 | .failedAt = null
    elif $line | test("^Tokens: .* sent, .* received") then
        .usage.inputTokens += ($line | quantity("^Tokens: (?<n>[0-9.]+)(?<unit>[kM]?) sent") // 0)
        | .usage.outputTokens += ($line | quantity(" (?<n>[0-9.]+)(?<unit>[kM]?) received") // 0)
        | ($line | quantity(", (?<n>[0-9.]+)(?<unit>[kM]?) cache hit")) as $hit
        | (if $hit == null then . else .usage.cachedInputTokens += $hit end)
        | .cost as $cost | .cost = (([$line | capture("\\$(?<c>[0-9.]+) session") | .c | tonumber?] | first) // $cost)
        | .turns += 1
        # An answer came after all.
        | if (.error // "") | startswith("litellm.") then .failedAt = null else . end
    else . end;

def read_aider(lines):
    reduce lines as $line (
        {error: null, failedAt: null, edits: 0, turns: 0, cost: null, n: 0,
            usage: {inputTokens: 0, outputTokens: 0, cachedInputTokens: null}};
        .n += 1 | .n as $n | aider_step($line | short(4000); $n)
    )
    | {
        terminal: (if .failedAt != null then "failure" elif .turns > 0 then "success" else null end),
        error: (if .failedAt != null then failure(null; null; .error; null) else null end),
        usage: (if .turns > 0 then .usage else null end),
        costUSD: (if .cost == null or .cost == 0 then null else .cost end),
        turns,
        edits
    }
    | outcome;
