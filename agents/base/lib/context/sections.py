"""The sections of a context: where each comes from, and what of it is wanted."""

import datetime
import re
from dataclasses import dataclass

import text as texts

SOULS = ["docs/REPO_SOUL.md", "docs/SOUL.md", "REPO_SOUL.md", "README.md", "readme.md", "README", "README.txt"]
ANCHORS = "docs/ANCHORS.md"
ANCHOR_LINES = 30
PROFILES = "profiles"
JOURNALS = "session-journals"
ROADMAP = "docs/MASTER_ROADMAP.md"

DATE = re.compile(r"(?<!\d)(\d{4})-?(\d{2})-?(\d{2})(?!\d)")
# Badges say nothing to an agent.
BADGES = re.compile(r"(?:\s*(?:\[!\[[^\]]{0,200}\]\([^)]{0,500}\)\]\([^)]{0,500}\)|!\[[^\]]{0,200}\]\([^)]{0,500}\)))+\s*")
# Newer than this many days: as it is; then what was done and comes next; older: its beginning and its end.
FRESH, RECENT = 3, 7
OLD_HEAD, OLD_TAIL = 150, 100
CANDIDATES = 16


@dataclass
class Section:
    path: str
    text: str


@dataclass
class Journal(Section):
    age: int | None = None  # days
    summarized: bool = False


def gather(tree, wanted, today):
    """The sections that the repository has, by name, in their order."""
    found = {}
    if soul := first(tree, SOULS):
        found["SOUL"] = soul
    if "ANCHORS" in wanted and (anchors := find_anchors(tree, soul)):
        found["ANCHORS"] = anchors
    if soul and not soul.text:
        del found["SOUL"]
    if "PROFILE" in wanted and (profile := find_profile(tree)):
        found["PROFILE"] = profile
    if "JOURNAL" in wanted and (journal := find_journal(tree, today)):
        found["JOURNAL"] = journal
    if "ROADMAP" in wanted and (roadmap := first(tree, [ROADMAP])):
        found["ROADMAP"] = roadmap
    return found


def first(tree, paths):
    for path in paths:
        if (content := tree.text(path)) and (content := without_badges(content)):
            return Section(path, content)
    return None


def without_badges(content):
    lines = (line for line in content.split("\n") if not (line.strip() and BADGES.fullmatch(line)))
    return "\n".join(lines).strip()


def find_anchors(tree, soul):
    """A file of their own, or a chapter of the soul, which then has it no more."""
    if content := tree.text(ANCHORS):
        return Section(ANCHORS, first_lines(content))
    if soul is None:
        return None
    for _, title, begin, end in texts.chapters(soul.text):
        body = soul.text[begin:end].partition("\n")[2]
        if re.search(r"\banchors?\b", title, re.IGNORECASE) and body.strip():
            soul.text = (soul.text[:begin] + soul.text[end:]).strip()
            return Section(soul.path, first_lines(body))
    return None


def first_lines(content):
    return "\n".join(content.strip("\n").split("\n")[:ANCHOR_LINES]).strip()


def find_profile(tree):
    """The default one, or the only one: nothing says which of several is meant."""
    if default := first(tree, [f"{PROFILES}/default/PROFILE.md"]):
        return default
    paths = (f"{PROFILES}/{name}/PROFILE.md" for name in tree.names(PROFILES, lambda name: name, 1000))
    profiles = [path for path in paths if tree.has(path)]
    return first(tree, profiles) if len(profiles) == 1 else None


def find_journal(tree, today):
    def rank(name):
        return (date_in(name) or datetime.date.min, name) if name.endswith(".md") else None

    for name in tree.names(JOURNALS, rank, CANDIDATES):
        path = f"{JOURNALS}/{name}"
        if content := tree.text(path):
            return aged(path, content.strip(), date_in(name) or commit_date(tree, path), today)
    return None


def date_in(name):
    for match in DATE.finditer(name):
        try:
            return datetime.date(*map(int, match.groups()))
        except ValueError:
            continue
    return None


def commit_date(tree, path):
    seconds = tree.commit_time(path)
    return None if seconds is None else datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).date()


def aged(path, content, date, today):
    """What of a journal is still news. One without a date is taken for an old one."""
    age = None if date is None else max(0, (today - date).days)
    if age is not None and age <= FRESH:
        return Journal(path, content, age)
    recent = digest(content) if age is not None and age <= RECENT else None
    kept = recent or ends(content, age)
    return Journal(path, kept, age, kept != content)


def digest(content):
    """The header, what was accomplished and the next action; None where no such chapters are."""
    parts = texts.chapters(content)
    if parts and parts[0][0] == 1:
        parts = parts[1:]  # the title
    pieces, position = [], parts[0][2] if parts else len(content)
    header = content[:position].strip()
    for _, title, begin, end in parts:
        if begin >= position and re.search(r"accomplish|\bnext\b", title, re.IGNORECASE):
            pieces.append(content[begin:end].strip())
            position = end
    return "\n\n".join([header, *pieces]).strip() if pieces else None


def ends(content, age):
    if texts.tokens(content) <= OLD_HEAD + OLD_TAIL:
        return content
    days = "of unknown age" if age is None else f"{age} days old"
    head, tail = texts.fit(content, OLD_HEAD), texts.tail(content, OLD_TAIL)
    return f"{head}\n\n[summarized: the journal is {days}]\n\n{tail}"
