"""What the documents for users say: blocks, commands, spans, tables and links."""
import os
import re
import shlex

# What a fenced block may hold; only the first holds commands.
LANGUAGES = {"sh", "text", "yaml", "dockerfile", "json"}
OPERATORS = {"|", "||", "&&", ";", "&", "(", ")"}
ASSIGNMENT = re.compile(r"[A-Za-z_][A-Za-z0-9_]*=")


class Document:
    def __init__(self, path, root):
        self.path = path
        with open(os.path.join(root, path), encoding="utf-8") as file:
            self.lines = file.read().split("\n")
        self.blocks, self.prose, self.problems = [], [], []
        self.read()

    def read(self):
        language, block = None, []
        for number, line in enumerate(self.lines, 1):
            if line.startswith("```"):
                if language is None:
                    language, block = line[3:].strip(), []
                    if language not in LANGUAGES:
                        self.problems.append(f"{self.path}:{number}: a block of '{language}': {sorted(LANGUAGES)}")
                else:
                    self.blocks.append((language, block))
                    language = None
            elif language is None:
                self.prose.append((number, line))
            else:
                block.append((number, line))
        for number, text in self.paragraphs():
            if text.count("`") % 2:
                self.problems.append(f"{self.path}:{number}: a backquote that nothing closes")

    def commands(self):
        """Lines to run: (line number, text), continued ones as one, without their comments."""
        for language, block in self.blocks:
            if language != "sh":
                continue
            number, text = None, ""
            for here, line in block:
                number, text = number or here, text + line.rstrip()
                if text.endswith("\\"):
                    text = text[:-1] + " "
                    continue
                text = without_comment(text)
                if text:
                    yield number, re.sub(r"\s+", " ", text) if "'" not in text else text
                number, text = None, ""

    def block(self, language):
        """The text of the first block of a language."""
        return next("\n".join(line for _, line in block) + "\n" for kind, block in self.blocks if kind == language)

    def spans(self):
        """Texts in backquotes, outside of blocks; they may go on in the next line."""
        for number, text in self.paragraphs():
            for found in re.finditer(r"`([^`]+)`", text):
                yield number + text.count("\n", 0, found.start()), re.sub(r"\s+", " ", found.group(1))

    def paragraphs(self):
        """Lines of prose with nothing empty in between: (number of the first, text)."""
        first, lines = None, []
        for number, line in [*self.prose, (0, "")]:
            if lines and (not line or number != first + len(lines)):
                yield first, "\n".join(lines)
                lines = []
            if line:
                first = first if lines else number
                lines.append(line)

    def rows(self, heading):
        """Cells of the table whose first heading that is."""
        inside = False
        for _, line in self.prose:
            if not line.startswith("|"):
                inside = False
                continue
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            if cells[0] == heading:
                inside = True
            elif inside and not set(cells[0]) <= {"-"}:
                yield cells

    def links(self):
        for number, line in self.prose:
            for target in re.findall(r"\]\(([^)]+)\)", line):
                yield number, target

    def anchors(self):
        for _, line in self.prose:
            if line.startswith("#"):
                title = line.lstrip("#").strip().lower()
                yield re.sub(r"[^\w\- ]", "", title).replace(" ", "-")


def without_comment(text):
    found = re.search(r"(^|\s)#\s", text)
    return (text[: found.start()] if found else text).strip()


def simple_commands(text):
    """The words of each simple command of a line, without assignments and redirections."""
    lexer = shlex.shlex(text, posix=True, punctuation_chars="();<>|&")
    lexer.whitespace_split = True
    words, skip = [], False
    for token in [*lexer, ";"]:
        if token in OPERATORS:
            # What a substitution stands in for is a word of the command around it.
            if words:
                yield words
            words = []
        elif set(token) <= set("<>&"):
            skip = True
        elif skip:
            skip = False
        elif words or not ASSIGNMENT.match(token):
            words.append(token)
