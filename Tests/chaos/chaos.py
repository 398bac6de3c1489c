#!/usr/bin/env python3
"""Kills the server and the engine again and again while dispatches of known outcome run, then counts what was lost.

    make chaos                                              # the size for CI
    make chaos CHAOS='--dispatches 1000 --kills 300'        # the full size: up to an hour
    SEED=7 Tests/chaos/chaos.py                             # the same kinds, lengths and pauses again

The engine is a private one. Dispatches come, and the server is killed every 1 to 5 seconds, until there were enough of
both; every n-th time the engine is killed, frozen or stopped too. What is open then ends in peace. Every dispatch must
reach its one known end, no agent may start twice (a ledger that the agents write says so), and nothing may be left
behind. Needs root, docker.io and a built .build/debug/outpost. Exit status 0 when every count is what it must be.
"""
import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

from engine import Engine
from findings import Findings
from ledger import Ledger
from server import Server

from serving import TERMINAL, Client

HERE = os.path.dirname(os.path.abspath(__file__))
# Verb, fields of the request, and the end that it has: status and reason.
KINDS = [
    ("write", {}, ("success", "changed")),
    ("write", {}, ("success", "changed")),
    ("exit", {}, ("failed", "exit")),
    ("cancel", {}, ("cancelled", "cancelled")),
    ("swell", {}, ("failed", "oom")),
    ("hang", {"timeoutSeconds": 30}, ("timeout", "timeout")),
]


class Chaos:
    def __init__(self, options, work):
        self.options, self.work = options, work
        self.random = random.Random(options.seed)
        self.ledger = Ledger()
        self.engine = Engine(f"{work}/e", options.live_restore)
        self.server = Server(options.binary, work, self.engine, self.ledger, options.running)
        if options.warm:
            self.server.environment["OUTPOST_WARM_CONTAINERS"] = str(options.warm)
        self.jobs = []
        self.clients = []
        # Set when no more is asked for and nobody is killed any more; and when nothing is awaited any more.
        self.calm, self.done = threading.Event(), threading.Event()
        self.server_kills = 0
        # When the engine took its containers with it, by the wall clock.
        self.engine_kills = []
        self.engine_freezes = 0
        self.faults = []
        self.progressed = time.monotonic()

    def prepare(self):
        shutil.copytree(f"{HERE}/agent", f"{self.work}/agents/chaos")
        base = f"{HERE}/../../agents/base"
        shutil.copytree(base, f"{self.work}/agents/base")
        source = os.environ.get("DOCKER_HOST", "unix:///var/run/docker.sock")
        self.engine.start()
        images = subprocess.run(
            ["docker", "--host", source, "images", "--format", "{{.Repository}}:{{.Tag}}"],
            check=True, capture_output=True, text=True,
        ).stdout.split()
        for image in images:
            # The base image is found by a digest of its files; what it is built on serves where that one is missing.
            if image.startswith(("outpost/base:", "outpost/debian:", "debian:bookworm-slim")):
                self.engine.load(image, source)
        self.server.start()
        self.server.wait()
        for name in ("red", "green", "blue"):
            self.server.command("tenants", "create", name, "--tier", "enterprise")
            self.server.command("tenants", "set", name, "--rate", "1000000")
            key = self.server.command(
                "keys", "create", "--tenant", name, "--scopes", "dispatch,status,list,cancel", "-q"
            )
            self.clients.append(Client(self.server, key))

    # What is asked for, and what becomes of it.

    def submit_all(self):
        """As many as were wanted, and more until the server was killed often enough; a bounded number at a time."""
        number = 0
        while number < self.options.dispatches or self.server_kills < self.options.kills:
            if self.is_stuck() or self.faults:
                return
            if len(self.open_jobs()) < 4 * self.options.running:
                self.submit(number)
                number += 1
            else:
                self.done.wait(0.1)

    def submit(self, number):
        verb, fields, end = KINDS[number % len(KINDS)]
        client = self.clients[number % len(self.clients)]
        lines = self.random.randrange(5, 40)
        body = {
            "agent": "chaos", "task": f"{'hang' if verb == 'cancel' else verb} {lines} lines of work",
            "resourceConstraints": {"maxMemoryMb": 512, "maxCpuUnits": 256}, **fields,
        }
        while not self.is_stuck():
            status, data = client.attempt("POST", "/dispatch", body, **{"Idempotency-Key": f"job-{number}"})
            if status in (200, 201):
                job = {"id": data["dispatchId"], "client": client, "verb": verb, "right": end, "lines": lines}
                self.jobs.append(job)
                return
            if status not in (0, 429, 503):
                self.faults.append(f"job {number} was refused: {status} {data}")
                return
            self.done.wait(0.1)

    def open_jobs(self, client=None):
        return [job for job in list(self.jobs) if not job.get("end") and client in (None, job["client"])]

    def is_stuck(self):
        """Load makes everything slow; only that nothing ends at all is a fault."""
        return time.monotonic() - self.progressed > self.options.patience

    def watch(self, client):
        """Looks at a client's oldest open dispatches until all have ended, and cancels those that are to be."""
        while not self.done.is_set() and not self.is_stuck():
            found = self.open_jobs(client)
            if not found and self.calm.is_set():
                return
            for job in found[: 2 * self.options.running]:
                self.look(job)
            self.done.wait(0.3)

    def look(self, job):
        status, data = job["client"].attempt("GET", f"/dispatch/{job['id']}?skipLogs=true")
        if status in (0, 429, 503):
            return
        if status != 200:
            job["end"] = ("unknown", status)
            self.faults.append(f"{job['id']} answers {status}: {data}")
        elif data["status"] in TERMINAL:
            job["data"], job["end"] = data, (data["status"], data.get("reason"))
            self.progressed = time.monotonic()
        elif job["verb"] == "cancel" and data["status"] == "running":
            job["client"].attempt("DELETE", f"/dispatch/{job['id']}")

    # What is done to them.

    def kill_at_random(self):
        try:
            while not self.calm.wait(self.random.uniform(1, 5)):
                self.server.kill(signal.SIGKILL)
                self.server_kills += 1
                if self.options.engine_every and self.server_kills % self.options.engine_every == 0:
                    self.strike_engine()
                else:
                    self.server.start()
                    self.server.wait()
        except BaseException as error:  # also SystemExit, which would end only the thread
            self.faults.append(f"the killer stopped: {error}")

    def strike_engine(self):
        how = [signal.SIGKILL, signal.SIGSTOP, signal.SIGTERM][(self.server_kills // self.options.engine_every - 1) % 3]
        if how == signal.SIGSTOP:
            # A server begins with an engine that answers; then this one takes connections and says nothing.
            self.server.start()
            self.server.wait()
            self.engine.signal(how)
            self.engine_freezes += 1
            self.calm.wait(self.random.uniform(1, 15))
            self.engine.signal(signal.SIGCONT)
            return
        self.engine_kills.append(time.time())
        self.engine.kill(how)
        self.engine.start()
        self.server.start()
        self.server.wait()

    def run(self):
        self.prepare()
        started = self.progressed = time.monotonic()
        killer = threading.Thread(target=self.kill_at_random)
        watchers = [threading.Thread(target=self.watch, args=(client,)) for client in self.clients]
        for thread in [killer, *watchers]:
            thread.start()
        try:
            self.submit_all()
            self.calm.set()
            for thread in [killer, *watchers]:
                thread.join()
        finally:
            self.calm.set()
            self.done.set()
        if self.server.environment.pop("OUTPOST_WARM_CONTAINERS", None):
            # What waits for dispatches is for the next server to remove.
            self.server.kill(signal.SIGKILL)
            self.server.start()
            self.server.wait()
        return Findings(self).report(time.monotonic() - started)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dispatches", type=int, default=60, help="at least so many (60)")
    parser.add_argument("--kills", type=int, default=20, help="go on until the server was killed so often (20)")
    parser.add_argument("--engine-every", type=int, default=6, help="the engine too at every n-th (6); 0: never")
    parser.add_argument("--live-restore", action="store_true", help="the engine keeps containers over its own restart")
    parser.add_argument("--running", type=int, default=8, help="dispatches at once (8)")
    parser.add_argument("--warm", type=int, default=2, help="containers that wait for dispatches (2)")
    parser.add_argument("--patience", type=int, default=300, help="seconds in which none ends before it gives up (300)")
    parser.add_argument("--seed", type=int, default=int(os.environ.get("SEED") or random.randrange(1 << 32)),
                        help="of all choices; default: SEED, else any")
    parser.add_argument("--binary", default=os.path.abspath(f"{HERE}/../../.build/debug/outpost"))
    parser.add_argument("--keep", action="store_true", help="keep the files for a look at them")
    parser.add_argument("--if-possible", action="store_true",
                        help="skip without root or dockerd, unless OUTPOST_REQUIRE_ENGINE is 1")
    options = parser.parse_args()
    can = os.geteuid() == 0 and shutil.which("dockerd")
    if options.if_possible and not can and os.environ.get("OUTPOST_REQUIRE_ENGINE") != "1":
        print("chaos: skipped: a private engine takes root and dockerd")
        return
    print(f"chaos: SEED={options.seed}", flush=True)
    # Also when it is told to end it takes its engine along.
    for told in (signal.SIGTERM, signal.SIGINT):
        signal.signal(told, lambda *_: sys.exit(130))
    work = tempfile.mkdtemp(prefix="x-", dir="/tmp")
    chaos = Chaos(options, work)
    good = False
    try:
        good = chaos.run()
    finally:
        if not good:
            commit = subprocess.run(
                ["git", "-C", HERE, "rev-parse", "HEAD"], capture_output=True, text=True, check=False
            ).stdout.strip()
            print(f"chaos: failed with SEED={options.seed} COMMIT={commit or 'unknown'}", flush=True)
        if chaos.server.process and chaos.server.process.poll() is None:
            chaos.server.process.kill()
            chaos.server.process.wait()
        if options.keep:
            print(f"chaos: kept in {work}")
            chaos.engine.kill(signal.SIGTERM)
        else:
            chaos.engine.remove()
            shutil.rmtree(work, ignore_errors=True)
    sys.exit(0 if good else 1)


main()
