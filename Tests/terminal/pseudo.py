"""Programs in a pseudo-terminal."""
import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
import time

from checking import expect

LIMIT = 300


class Ended:
    """What a program wrote, stream by stream, and its exit status."""

    def __init__(self, status, output, errors):
        self.status, self.output, self.errors = status, output, errors

    def __str__(self):
        return f"status {self.status}, output {self.output!r}, errors {self.errors!r}"


class Program:
    """A program whose streams are a terminal, but for those that are told to be pipes; its session is its own."""

    def __init__(self, arguments, environment, columns=80, pipes=(), folder=None):
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        self.text = {"terminal": b"", "output": b"", "errors": b""}
        self.sources = {self.master: "terminal"}
        ends = {}
        for name in pipes:
            read, ends[name] = os.pipe()
            self.sources[read] = name

        def take_terminal():
            fcntl.ioctl(slave, termios.TIOCSCTTY, 0)

        self.process = subprocess.Popen(
            arguments, env=environment, cwd=folder, stdin=slave, stdout=ends.get("output", slave),
            stderr=ends.get("errors", slave), start_new_session=True, preexec_fn=take_terminal,
        )
        for end in ends.values():
            os.close(end)
        self.slave = slave

    def echoes(self):
        return bool(termios.tcgetattr(self.slave)[3] & termios.ECHO)

    def type(self, text):
        os.write(self.master, text.encode())

    def until(self, is_there, limit=LIMIT):
        """Reads until the text of all streams is so; fails the check when the time is over."""
        deadline = time.monotonic() + limit
        while not is_there(self):
            is_over = self.process.poll() is not None
            has_come = self.read(0.1)
            expect(has_come or not is_over or is_there(self), f"it ended before what was awaited came: {self.text}")
            expect(time.monotonic() < deadline, f"what was awaited did not come: {self.text}")

    def shows(self, words):
        self.until(lambda program: any(words.encode() in text for text in program.text.values()))

    def read(self, patience):
        """Takes what has come; returns whether there was something."""
        found, _, _ = select.select(list(self.sources), [], [], patience)
        for source in found:
            try:
                piece = os.read(source, 1 << 16)
            except OSError:
                piece = b""
            if piece:
                self.text[self.sources[source]] += piece
            else:
                self.close(source)
        return bool(found)

    def close(self, source):
        os.close(source)
        del self.sources[source]

    def end(self, limit=LIMIT):
        """Waits for the end; on a terminal both streams are the terminal's."""
        self.until(lambda program: program.process.poll() is not None, limit)
        while self.read(0.2):
            pass
        os.close(self.slave)
        for source in list(self.sources):
            self.close(source)
        terminal, output, errors = (self.text[name].decode() for name in ("terminal", "output", "errors"))
        return Ended(self.process.returncode, output or terminal, errors or terminal)

    def stop(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


def run(arguments, environment, **options):
    program = Program(arguments, environment, **options)
    try:
        return program.end()
    finally:
        program.stop()


def piped(arguments, environment, **options):
    """The same program with no terminal at all."""
    done = subprocess.run(
        arguments, env=environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=LIMIT, check=False, **options
    )
    return Ended(done.returncode, done.stdout.decode(), done.stderr.decode())
