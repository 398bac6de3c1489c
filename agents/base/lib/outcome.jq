# What the readers of agents' output share. A reader is an agent's outcome.jq: it gets the output's lines by `inputs`,
# the agent's exit status as $exit, and yields one object made by `outcome`. See agents/README.md.

# One JSON object a line; what is none (a cut first line, a program's chatter) is passed over.
def events: inputs | fromjson? | select(type == "object");

def text: if type == "string" then . elif . == null then null else tojson end;

def short($n): if . == null then null elif length > $n then .[:$n] else . end;

def count: if type == "number" and . >= 0 then floor else null end;

# A point in time, from seconds since 1970, as RFC 3339; null where it is none.
def moment: if type == "number" and . > 0 and . < 253402300800 then (floor | todate) else null end;

# The HTTP status that a message of an agent quotes.
def quoted_status:
    [text // "" | capture("(status( code)?:? |[Ee]rror( code)?:? |\"code\": ?)(?<n>[45][0-9][0-9])\\b") | .n | tonumber]
    | first;

# The class of a failure, from its HTTP status and the agent's words about it.
def class($status; $message):
    ($message // "" | text | short(4000) | ascii_downcase) as $text
    | if $text | test("insufficient_quota|credit balance|billing|payment required|out of credits|spending limit|budget")
      then "budget"
      elif $status == 401 or $status == 403 then "auth"
      elif $status == 402 then "budget"
      elif $status == 429 then "rate_limit"
      elif $status == 408 then "network"
      elif $status != null and $status >= 500 then "overloaded"
      elif $text | test("authenticationerror|permissiondenied|not logged in|unauthorized|invalid api key|api[_ ]key|forbidden")
      then "auth"
      elif $text | test("ratelimiterror|rate.?limit|too many requests|quota") then "rate_limit"
      elif $text | test("overloaded|serviceunavailable|service unavailable|internalservererror|internal server error")
      then "overloaded"
      elif $text | test("refused to answer|usage polic|content.?polic|safety|refusal") then "refused"
      elif $text | test("connection|connect |timed out|timeout|network|dns|resolve|error sending request|unreachable")
      then "network"
      elif $status != null and $status >= 400 then "invalid_request"
      elif $text | test("badrequesterror|notfounderror|invalid_request|contextwindow|context length") then "invalid_request"
      else "other" end;

# The error object of an outcome; `class` where the agent names the kind itself, else null.
def failure($class; $status; $message; $resetAt):
    ($status // ($message | quoted_status)) as $status
    | {
        class: ($class // class($status; $message)),
        message: ($message | text | short(2000)),
        $status,
        resetAt: $resetAt
    };

# Fills in what a reader does not know.
def outcome: {
    terminal: null, error: null, usage: null, costUSD: null, turns: null, toolsUsed: null, toolsDenied: 0, edits: null,
    message: null
} + . | .message |= (text | short(2000));
