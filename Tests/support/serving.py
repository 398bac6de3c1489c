"""`outpost serve`, and a client that bears its absence."""
import json
import os
import subprocess
import time
import urllib.error
import urllib.request

TERMINAL = {"success", "failed", "timeout", "cancelled"}


class Server:
    """`outpost serve` on a port of its own choice, with its data and its agents in one folder."""

    def __init__(self, binary, work, environment, arguments=()):
        self.binary, self.work, self.data = binary, work, f"{work}/data"
        self.environment = dict(os.environ, OUTPOST_DATA_DIR=self.data, **environment)
        self.arguments = ["--agents-dir", f"{work}/agents", "--drain-seconds", "0", *arguments]
        self.port = None
        self.process = None

    def command(self, *arguments):
        done = subprocess.run(
            [self.binary, *arguments], env=self.environment, check=False, capture_output=True, text=True
        )
        if done.returncode != 0:
            raise SystemExit(f"outpost {' '.join(arguments)} ended with {done.returncode}: {done.stderr}")
        return done.stdout.strip()

    def key(self, tenant, scopes):
        """Makes a key of a tenant."""
        return self.command("keys", "create", "--tenant", tenant, "--scopes", scopes, "-q")

    def start(self):
        log = open(f"{self.work}/serve.log", "ab")
        port = str(self.port or 0)
        self.process = subprocess.Popen(
            [self.binary, "serve", "--port", port, *self.arguments], env=self.environment, stderr=log, stdout=log
        )

    def wait(self):
        """Until it answers; the first time it also learns the port."""
        # Only a server that hangs is to be found here, not a busy machine.
        deadline = time.monotonic() + 180
        while time.monotonic() < deadline:
            if self.answers():
                return
            if self.process.poll() is not None:
                self.ended()
            time.sleep(0.05)
        raise SystemExit(f"the server does not answer; see {self.work}/serve.log")

    def ended(self):
        """What to do where it ends before it answers."""
        with open(f"{self.work}/serve.log", encoding="utf-8", errors="replace") as file:
            raise SystemExit(f"the server does not start: {file.read()[-2000:]}")

    def answers(self):
        if self.port is None:
            with open(f"{self.work}/serve.log", encoding="utf-8", errors="replace") as file:
                _, found, rest = file.read().partition("listening on 127.0.0.1:")
            self.port = int("".join(c for c in rest[:6] if c.isdigit())) if found else None
            return False
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health/live", timeout=5).read()
            return True
        except OSError:
            return False

    def kill(self, how):
        self.process.send_signal(how)
        self.process.wait(timeout=300)

    def instance(self):
        with open(f"{self.data}/instance", encoding="ascii") as file:
            return file.read().strip()


class Client:
    def __init__(self, server, key, deadline=float("inf")):
        self.server, self.key, self.deadline = server, key, deadline

    def call(self, method, path, body=None, **headers):
        """Repeats itself until there is an answer; returns its status and its data."""
        while time.monotonic() < self.deadline:
            status, data = self.attempt(method, path, body, **headers)
            if status not in (0, 429, 503):
                return status, data
            time.sleep(0.1)
        return 0, "no answer in time"

    def attempt(self, method, path, body=None, **headers):
        """Asks once; status 0 says that no answer came."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.server.port}{path}", method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json", "X-API-Key": self.key, **headers},
        )
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, json.load(answer)["data"]
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode(errors="replace")
        except (OSError, ValueError):
            return 0, "no answer"
