"""Texts by their size in tokens: what fits, and where to cut what does not."""

import re

MORE = "…"
FENCE = "```"
SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’)\]*_`]{0,3}(?=\s)")
HEADING = re.compile(r"(#{1,6})[ \t]+(.*)")


def tokens(text):
    """An estimate: a token for four characters, rounded up."""
    return -(-len(text) // 4)


def fit(text, budget):
    """The text, or as much of its beginning as `budget` tokens take, ended where a reader would pause."""
    room = 4 * budget
    if len(text) <= room:
        return text
    head = text[: max(0, room - len(f"\n{MORE}\n{FENCE}"))]
    head = head[: pause(head)].rstrip()
    if has_open_fence(head):
        head += f"\n{FENCE}"
    return f"{head}\n{MORE}"


def pause(text):
    """Where to end the text: at a paragraph, a sentence or line, or a word, whichever costs less than half of it."""
    half = len(text) // 2
    paragraph = text.rfind("\n\n")
    if paragraph >= half:
        return paragraph
    ends = [match.end() for match in SENTENCE_END.finditer(text, half)]
    best = max([text.rfind("\n"), *ends])
    if best >= half:
        return best
    word = max(text.rfind(" "), text.rfind("\t"))
    return word if word >= half else len(text)


def tail(text, budget):
    """The text, or as much of its end as `budget` tokens take."""
    room = 4 * budget
    if len(text) <= room:
        return text
    piece = text[len(text) - (room - len(f"{MORE}\n{FENCE}\n")) :]
    line, word = piece.find("\n"), piece.find(" ")
    begin = line if 0 <= line < len(piece) // 2 else word
    piece = piece[begin + 1 :].strip()
    if has_open_fence(piece):
        piece = f"{FENCE}\n{piece}"
    return f"{MORE}\n{piece}"


def has_open_fence(text):
    return sum(line.lstrip().startswith(FENCE) for line in text.split("\n")) % 2 == 1


def chapters(text):
    """(level, title, begin, end) of every heading with what is below it; lines in code blocks are no headings."""
    found, position, in_code = [], 0, False
    for line in text.split("\n"):
        if line.lstrip().startswith(FENCE):
            in_code = not in_code
        match = None if in_code else HEADING.match(line)
        if match:
            found.append((len(match[1]), match[2].strip(), position))
        position += len(line) + 1
    result, following = [], [len(text)] * 7
    for level, title, begin in reversed(found):
        result.append((level, title, begin, min(following[1 : level + 1])))
        following[level] = begin
    return result[::-1]
