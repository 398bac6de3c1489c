"""Files of a work tree that nobody vouches for: regular ones inside of it only, of which a bounded part is read."""

import heapq
import os
import re
import stat
import subprocess

import redaction

HEAD_BYTES = 256 * 1024
TAIL_BYTES = 16 * 1024
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff]")
# What would end the frame that the text is put in, or open the task's.
FRAME = re.compile(r"<(?=\s{0,8}/?\s{0,8}(?:zeos_context|task)\b)", re.IGNORECASE)


class Refused(Exception):
    """Why a file that is there cannot be used."""


class Tree:
    def __init__(self, root):
        self.root = os.path.realpath(root)
        self.skipped = {}  # path: reason

    def text(self, path):
        """The file's text without credentials, or None where there is none that can be used."""
        try:
            text = clean(self.read(path)).strip("\n")
        except FileNotFoundError:
            return None
        except (OSError, Refused) as error:
            self.skip(path, error)
            return None
        return text if text.strip() else None

    def skip(self, path, error):
        self.skipped[printable(path)] = error.strerror if isinstance(error, OSError) else str(error)

    def has(self, path):
        """Whether there is a regular file inside of the tree."""
        try:
            return os.path.isfile(self.resolve(path))
        except (OSError, Refused):
            return False

    def read(self, path):
        """The file's bytes; of a long one its beginning and its end."""
        real = self.resolve(path)
        # Neither a pipe nor a device is waited for.
        handle = os.open(real, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            facts = os.fstat(handle)
            if not stat.S_ISREG(facts.st_mode):
                raise Refused("not a regular file")
            head = os.read(handle, HEAD_BYTES)
            if b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
                raise Refused("not a text")
            if facts.st_size <= HEAD_BYTES:
                return head
            if b"\n" not in head:
                raise Refused("its first line is too long")
            end = os.pread(handle, TAIL_BYTES, max(HEAD_BYTES, facts.st_size - TAIL_BYTES))
            if b"\0" in end:
                return head
            # Lines that were cut in two are left out: half a credential has no known shape.
            return head[: head.rfind(b"\n") + 1] + b"\n\n" + end.partition(b"\n")[2]
        finally:
            os.close(handle)

    def resolve(self, path):
        full = os.path.join(self.root, path)
        if not os.path.lexists(full):
            raise FileNotFoundError
        real = os.path.realpath(full)
        inside = os.path.relpath(real, self.root)
        if inside.split(os.sep)[0] in ("..", ".git"):
            raise Refused("outside of the work tree")
        return real

    def names(self, folder, key, count):
        """The `count` greatest names of a folder by `key`, the greatest first; those whose key is None are left out."""
        try:
            with os.scandir(self.resolve(folder)) as entries:
                ranked = ((rank, entry.name) for entry in entries if (rank := key(entry.name)) is not None)
                return [name for _, name in heapq.nlargest(count, ranked)]
        except FileNotFoundError:
            return []
        except (OSError, Refused) as error:
            self.skip(folder, error)
            return []

    def commit_time(self, path):
        """Seconds since 1970 of the last commit that touched the file, or None."""
        # Nothing that the repository's configuration names is run, fetched or asked for.
        command = ["git", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "protocol.allow=never"]
        command += ["-C", self.root, "rev-list", "--max-count=1", "--timestamp", "HEAD", "--", path]
        settings = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_LITERAL_PATHSPECS": "1", "GIT_NO_LAZY_FETCH": "1"}
        settings |= {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
        try:
            answer = subprocess.run(
                command,
                env=os.environ | settings,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=20,
                check=True,
            )
            return int(answer.stdout.split()[0])
        except (OSError, subprocess.SubprocessError, ValueError, IndexError):
            return None


def clean(data):
    """A text of one kind: UTF-8, lines that end as here, no control characters, no credentials."""
    text = decode(data).replace("\r\n", "\n").replace("\r", "\n")
    return FRAME.sub("&lt;", redaction.redact(CONTROLS.sub("", text)))


def decode(data):
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def printable(path):
    return os.fsencode(path).decode("utf-8", errors="replace")
