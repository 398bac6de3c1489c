"""Credentials of known shapes, replaced in texts; each replacement can be counted in what is left of the text."""

import re

# A private character before each replacement tells which pattern made it. Sources are freed of them beforehand.
FIRST_MARK = 0xE000
MARKS = re.compile("[\ue000-\ue0ff]")

PLAIN = "[REDACTED]"
START = r"(?<![A-Za-z0-9])"
NAMED = (
    r"(?i)((?:password|passwd|pwd|secret|token|api[_-]?key|access[_-]?key|credentials?)[\w-]{0,20}"
    r"[\"']?[ \t]{0,4}[:=][ \t]{0,4}[\"']?)"
    r"((?=[^\s]{0,64}[0-9])[^\s\"'`,;<>{}()\[\]$%\ue000-\ue0ff]{8,})"
)

# Name, expression, replacement. A first group is kept.
PATTERNS = [
    ("github_token", START + r"(?:github_pat_[A-Za-z0-9_]{22,}|gh[pousr]_[A-Za-z0-9]{30,})", PLAIN),
    ("aws_access_key_id", START + r"(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])", PLAIN),
    ("anthropic_key", START + r"sk-ant-[A-Za-z0-9_-]{16,}", PLAIN),
    ("openai_key", START + r"sk-[A-Za-z0-9_-]{32,}", PLAIN),
    ("slack_token", START + r"xox[abeprs]-[A-Za-z0-9-]{10,}", PLAIN),
    ("google_key", START + r"AIza[A-Za-z0-9_-]{35}", PLAIN),
    ("xai_key", START + r"xai-[A-Za-z0-9]{32,}", PLAIN),
    ("gitlab_token", START + r"glpat-[A-Za-z0-9_-]{20,}", PLAIN),
    ("npm_token", START + r"npm_[A-Za-z0-9]{30,}", PLAIN),
    ("stripe_key", START + r"[sr]k_(?:live|test)_[A-Za-z0-9]{16,}", PLAIN),
    ("outpost_key", START + r"otp_[A-Za-z0-9_-]{16,}", PLAIN),
    (
        "jwt",
        r"(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{5,}\.eyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]{5,}",
        "[REDACTED_JWT]",
    ),
    ("url_password", r"(://[^\s/:@]{0,256}:)[^\s/@\ue000-\ue0ff]{1,256}(?=@)", PLAIN),
    ("bearer_token", r"(?i)(\bbearer[ \t]+)[A-Za-z0-9._~+/-]{20,}={0,2}", PLAIN),
    ("named_secret", NAMED, PLAIN),
]
COMPILED = [(re.compile(expression), replacement) for _, expression, replacement in PATTERNS]

PEM_BEGIN = re.compile(r"-----BEGIN ([A-Z0-9 ]{1,60})-----")
PEM_END = re.compile(r"-----END [A-Z0-9 ]{1,60}-----")
PEM_LINES = re.compile(r"(?:\s+[A-Za-z0-9+/=]{16,})*(?:\s+[A-Za-z0-9+/]*={1,2})?")
PEM_LIMIT = 16_384
PEM_KINDS = [("CERTIFICATE", "certificate", "[REDACTED_CERT]"), ("KEY", "private_key", "[REDACTED_PEM]")]

NAMES = [name for name, _, _ in PATTERNS] + [name for _, name, _ in PEM_KINDS]
REPLACEMENTS = [text for _, _, text in PATTERNS] + [text for _, _, text in PEM_KINDS]


def redact(text):
    """The text without credentials; a mark stands before each replacement."""
    text = redact_pem(MARKS.sub("", text))
    for index, (expression, replacement) in enumerate(COMPILED):
        mark = chr(FIRST_MARK + index) + replacement
        text = expression.sub(lambda match: (match[1] if match.re.groups else "") + mark, text)
    return text


def redact_pem(text):
    """Blocks go as a whole, and where their end is missing, what looks like their lines."""
    pieces, position = [], 0
    while begin := PEM_BEGIN.search(text, position):
        kind = next((kind for kind in PEM_KINDS if kind[0] in begin[1]), None)
        pieces.append(text[position : begin.start()])
        if kind is None:
            pieces.append(begin[0])
            position = begin.end()
            continue
        pieces.append(chr(FIRST_MARK + NAMES.index(kind[1])) + kind[2])
        # The nearer of its end and another's beginning: what lies between two blocks is not theirs.
        limit = begin.end() + PEM_LIMIT
        other = PEM_BEGIN.search(text, begin.end(), limit)
        end = PEM_END.search(text, begin.end(), other.start() if other else limit)
        position = end.end() if end else PEM_LINES.match(text, begin.end()).end()
    return "".join(pieces) + text[position:]


def unmarked(text):
    """(text, counts): the marks taken out, and how many replacements each pattern has in this very text."""
    counts = {}
    for match in MARKS.finditer(text):
        index = ord(match[0]) - FIRST_MARK
        # One whose replacement was cut in two is still a credential that was taken out.
        counts[NAMES[index]] = counts.get(NAMES[index], 0) + 1
    return MARKS.sub("", text), counts
