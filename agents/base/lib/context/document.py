"""The context as a whole: budgets, what is given up first, the frame, and the account of it all."""

import redaction
from text import fit, tokens

FULL = {"SOUL": 200, "ANCHORS": 150, "PROFILE": 150, "JOURNAL": 600, "ROADMAP": 200}
# Tokens of the whole, and of each section.
LEVELS = {
    "minimal": (600, {"SOUL": 200, "JOURNAL": 400}),
    "standard": (1200, {"SOUL": 200, "ANCHORS": 150, "PROFILE": 150, "JOURNAL": 500}),
    "full": (1800, FULL),
}
SIZES = range(600, 2001)
# Given up in this order when the whole is too large; then the journal shrinks, but not below this.
DROPPED_FIRST = ["ROADMAP", "PROFILE"]
JOURNAL_FLOOR = 200


def budget(level):
    """(tokens, tokens by section) of a level's name or number; None for anything else."""
    if level.isascii() and level.isdigit() and int(level) in SIZES:
        return int(level), FULL
    return LEVELS.get(level)


class Document:
    def __init__(self, sections, limit, allocation, injection):
        self.sections = sections
        self.injection = injection
        self.limit = limit
        self.cut = []
        self.dropped = []
        self.journal_trimmed = 0
        for name, section in sections.items():
            whole, section.text = section.text, fit(section.text, allocation[name])
            if section.text != whole:
                self.cut.append(name)
        self.trim()

    def trim(self):
        for name in DROPPED_FIRST:
            if self.excess() > 0 and self.sections.pop(name, None):
                self.dropped.append(name)
        journal = self.sections.get("JOURNAL")
        if journal and (excess := self.excess()) > 0:
            before = tokens(journal.text)
            journal.text = fit(journal.text, max(JOURNAL_FLOOR, before - excess - 1))
            journal.summarized = True
            self.journal_trimmed = before - tokens(journal.text)

    def excess(self):
        return tokens(self.marked()) - self.limit

    def marked(self):
        """The frame with its sections, each credential's mark still in place."""
        parts = [f"## {name}\n\n{section.text}\n" for name, section in self.sections.items()]
        head = f'<zeos_context version="1.0" injection_id="{self.injection}">'
        return head + "\n" + "\n".join(parts) + "</zeos_context>"

    def prompt(self, task):
        """The task in its frame, or the very task where there is no context."""
        if not self.sections:
            return task
        context, _ = redaction.unmarked(self.marked())
        return context.encode() + b"\n\n<task>\n" + task + (b"" if task.endswith(b"\n") else b"\n") + b"</task>\n"

    def account(self):
        """What `context.json` says of it."""
        context, patterns = redaction.unmarked(self.marked())
        plain = {name: redaction.unmarked(section.text)[0] for name, section in self.sections.items()}
        counts = {name: tokens(text) for name, text in plain.items()}
        counts["total"] = tokens(context) if self.sections else 0
        journal = self.sections.get("JOURNAL")
        is_trimmed = bool(self.dropped or self.journal_trimmed)
        return {
            "max_tokens": self.limit,
            "sections": list(self.sections),
            "provenance": {name: section.path for name, section in self.sections.items()},
            "token_counts": counts,
            "journal_age_days": journal.age if journal else None,
            "journal_summarized": bool(journal and journal.summarized),
            "trimming": {
                "sections_dropped": self.dropped,
                "sections_cut": [name for name in self.cut if name in self.sections],
                "journal_trimmed_tokens": self.journal_trimmed,
            },
            "security": {"redactions_applied": sum(patterns.values()), "patterns_matched": sorted(patterns)},
            "outcome": "scrubbed" if patterns else "trimmed" if is_trimmed else "success",
        }
