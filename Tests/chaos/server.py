"""A server that is killed and started again, and clients that bear it."""
import json
import os
import sqlite3
import subprocess
import time
import urllib.error
import urllib.request


TERMINAL = {"success", "failed", "timeout", "cancelled"}


class Server:
    """`outpost serve`, killed and started again."""

    def __init__(self, binary, work, engine, ledger, running):
        self.binary, self.work, self.data = binary, work, f"{work}/data"
        self.environment = dict(
            os.environ, DOCKER_HOST=f"unix://{engine.socket}", CHAOS_KEY="key", OUTPOST_DATA_DIR=self.data,
            OUTPOST_MODEL_UPSTREAMS=f"chaos={ledger.url}",
        )
        self.arguments = ["--agents-dir", f"{work}/agents", "--max-running", str(running), "--drain-seconds", "0"]
        self.port = None
        self.process = None

    def command(self, *arguments):
        done = subprocess.run(
            [self.binary, *arguments], env=self.environment, check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

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
                self.start()
            time.sleep(0.05)
        raise SystemExit(f"chaos: the server does not answer; see {self.work}/serve.log")

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
        self.process.wait(timeout=60)

    def instance(self):
        with open(f"{self.data}/instance", encoding="ascii") as file:
            return file.read().strip()

    def database(self):
        return f"{self.data}/outpost.sqlite"

    def usage(self):
        """Open descriptors, and resident memory in KiB."""
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as file:
            memory = next(int(line.split()[1]) for line in file if line.startswith("VmRSS:"))
        return len(os.listdir(f"/proc/{self.process.pid}/fd")), memory

    def leftovers(self):
        """Files that nothing needs once all dispatches have ended: doors, temporary ones, half a delivery."""
        halves = [
            name for folder, folders, names in os.walk(f"{self.data}/dispatches") for name in folders + names
            if name.startswith(".")
        ]
        return {
            "doors": len(os.listdir(f"{self.data}/doors")), "temporary files": len(os.listdir(f"{self.data}/tmp")),
            "half deliveries": len(halves),
        }


def problems_of_database(path):
    """Whether it is broken, the dispatches that it knows, and how many of them have no end; nobody may use it."""
    database = sqlite3.connect(path)
    try:
        integrity = database.execute("PRAGMA integrity_check").fetchone()[0]
        foreign = database.execute("PRAGMA foreign_key_check").fetchall()
        known = {row[0] for row in database.execute("SELECT id FROM dispatch")}
        open_ends = database.execute("SELECT count(*) FROM dispatch WHERE endedAt IS NULL").fetchone()[0]
    finally:
        database.close()
    return int(integrity != "ok" or bool(foreign)), known, open_ends


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
