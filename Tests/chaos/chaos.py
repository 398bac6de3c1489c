#!/usr/bin/env python3
"""Kills the server and the engine again and again while dispatches of known outcome run, then counts what was lost.

    make chaos                          # the size for CI
    Tests/chaos/chaos.py --dispatches 1000 --kills 300 --seed 7

The engine is a private one. Every dispatch must reach its one known end, no agent may start twice in one attempt (a
ledger that the agents write says so), and nothing may be left behind. Needs root, docker.io and a built
.build/debug/outpost. Exit status 0 when every count is what it must be.
"""
import argparse
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

from engine import Engine
from ledger import Ledger
from server import Client, Server

HERE = os.path.dirname(os.path.abspath(__file__))
TERMINAL = {"success", "failed", "timeout", "cancelled"}
# Verb, fields of the request, and the ends that it may have: status and reason.
KINDS = [
    ("write", {}, {("success", "changed")}),
    ("write", {}, {("success", "changed")}),
    ("exit", {}, {("failed", "exit")}),
    ("cancel", {}, {("cancelled", "cancelled")}),
    ("swell", {}, {("failed", "oom")}),
    ("hang", {"timeoutSeconds": 30}, {("timeout", "timeout")}),
]


class Chaos:
    def __init__(self, options, work):
        self.options, self.work = options, work
        self.random = random.Random(options.seed)
        self.ledger = Ledger()
        self.engine = Engine(f"{work}/e", options.live_restore)
        self.server = Server(options.binary, work, self.engine, self.ledger, options.running)
        self.jobs = []
        self.done = threading.Event()
        self.server_kills = self.engine_kills = 0
        self.faults = []
        self.deadline = time.monotonic() + options.patience

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
        self.clients = []
        for name in ("red", "green", "blue"):
            self.server.command("tenants", "create", name, "--tier", "enterprise")
            key = self.server.command(
                "keys", "create", "--tenant", name, "--scopes", "dispatch,status,list,cancel", "-q"
            )
            self.clients.append(Client(self.server, key, self.deadline))

    def submit(self, number):
        verb, fields, ends = KINDS[number % len(KINDS)]
        client = self.clients[number % len(self.clients)]
        lines = self.random.randrange(5, 40)
        body = {
            "agent": "chaos", "task": f"{'hang' if verb == 'cancel' else verb} {lines} lines of work",
            "resourceConstraints": {"maxMemoryMb": 512, "maxCpuUnits": 256}, **fields,
        }
        status, data = client.call("POST", "/dispatch", body, **{"Idempotency-Key": f"job-{number}"})
        if status not in (200, 201):
            self.faults.append(f"job {number} was refused: {status} {data}")
            return
        self.jobs.append({"id": data["dispatchId"], "client": client, "verb": verb, "ends": ends, "lines": lines})

    def kill_at_random(self):
        try:
            self.kill_until_done()
        except BaseException as error:
            self.faults.append(f"the killer stopped: {error}")

    def kill_until_done(self):
        while not self.done.is_set() and self.server_kills < self.options.kills:
            self.done.wait(self.random.uniform(1, 5))
            if self.done.is_set():
                return
            self.server.kill(signal.SIGKILL)
            self.server_kills += 1
            if self.options.engine_every and self.server_kills % self.options.engine_every == 0:
                self.engine.kill(self.random.choice([signal.SIGKILL, signal.SIGTERM]))
                self.engine_kills += 1
                self.engine.start()
            self.server.start()
            self.server.wait()

    def finish(self, job):
        job["end"] = None
        while time.monotonic() < self.deadline:
            status, data = job["client"].call("GET", f"/dispatch/{job['id']}?skipLogs=true")
            if status != 200:
                self.faults.append(f"{job['id']} answers {status}: {data}")
                return
            if data["status"] in TERMINAL:
                job["end"] = (data["status"], data.get("reason"))
                job["data"] = data
                return
            if job["verb"] == "cancel" and data["status"] == "running":
                job["client"].call("DELETE", f"/dispatch/{job['id']}")
            time.sleep(0.5)

    def run(self):
        self.prepare()
        started = time.monotonic()
        killer = threading.Thread(target=self.kill_at_random)
        killer.start()
        for number in range(self.options.dispatches):
            self.submit(number)
        print(f"chaos: {len(self.jobs)} dispatches were accepted", flush=True)
        for job in self.jobs:
            self.finish(job)
        self.done.set()
        killer.join()
        self.check(time.monotonic() - started)

    def check(self, seconds):
        lost = [job["id"] for job in self.jobs if not job.get("end")]
        twice = [job["id"] for job in self.jobs if len(self.ledger.starts.get(job["id"], ())) > 1]
        wrong = [job for job in self.jobs if job.get("end") and not self.is_right(job)]
        for job in wrong:
            data = job["data"]
            print(f"chaos: {job['id']} ({job['verb']}) ended as {job['end']}: {data.get('errorMessage')}")
        garbled = [job["id"] for job in self.jobs if job["verb"] == "write" and not self.is_log_whole(job)]
        # Removal is off the path of the answer, and strangers have a grace.
        with open(f"{self.server.data}/instance", encoding="ascii") as file:
            instance = file.read().strip()
        left = {}
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            left = {kind: len(self.engine.owned(kind, instance)) for kind in ("containers", "networks", "volumes")}
            left["doors"] = len(os.listdir(f"{self.server.data}/doors"))
            if not any(left.values()):
                break
            time.sleep(1)
        self.server.kill(signal.SIGTERM)
        database = sqlite3.connect(f"{self.server.data}/outpost.sqlite")
        integrity = database.execute("PRAGMA integrity_check").fetchone()[0]
        foreign = database.execute("PRAGMA foreign_key_check").fetchall()
        open_ends = database.execute("SELECT count(*) FROM dispatch WHERE endedAt IS NULL").fetchone()[0]
        counts = {
            "lost": len(lost), "started twice": len(twice), "wrong outcomes": len(wrong), "logs not whole": len(garbled),
            **{f"{kind} left": count for kind, count in left.items()}, "faults": len(self.faults),
            "broken database": int(integrity != "ok" or bool(foreign)), "open ends": open_ends,
        }
        for fault in self.faults[:5]:
            print(f"chaos: {fault}")
        print(
            f"chaos: {len(self.jobs)} dispatches, {self.server_kills} kills of the server, {self.engine_kills} of the"
            f" engine (live-restore {'on' if self.options.live_restore else 'off'}), {seconds:.0f} s"
        )
        print("chaos: " + ", ".join(f"{name} {count}" for name, count in counts.items()))
        if len(self.jobs) and not lost:
            # The rule of three: none in n says less than 3/n, at 95 %.
            print(f"chaos: none of {len(self.jobs)} lost: fewer than {300 / len(self.jobs):.2f} % at 95 % confidence")
        if any(counts.values()):
            sys.exit(1)

    def is_right(self, job):
        if job["end"] in job["ends"]:
            return True
        # An engine that is killed takes its containers with it, unless it keeps them alive; that has a name of its own.
        return self.engine_kills > 0 and job["end"] in {("failed", "engine_restart"), ("failed", "killed")}

    def is_log_whole(self, job):
        """Every line once and in order, unless the dispatch itself says that some may be missing."""
        if job.get("end") != ("success", "changed") or "log_truncated" in (job["data"].get("flags") or []):
            return True
        _, data = job["client"].call("GET", f"/dispatch/{job['id']}?logLimit=1000")
        lines = [line["message"] for line in data.get("logs", []) if line["message"].startswith("line ")]
        return lines == [f"line {number}" for number in range(1, job["lines"] + 1)]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--dispatches", type=int, default=60)
    parser.add_argument("--kills", type=int, default=1000, help="of the server, at most")
    parser.add_argument("--engine-every", type=int, default=12, help="also kills the engine at every n-th; 0: never")
    parser.add_argument("--live-restore", action="store_true", help="the engine keeps containers over its own restart")
    parser.add_argument("--running", type=int, default=8, help="dispatches at once")
    parser.add_argument("--patience", type=int, default=600, help="seconds for all of them")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--binary", default=os.path.abspath(f"{HERE}/../../.build/debug/outpost"))
    parser.add_argument("--keep", action="store_true", help="keep the files for a look at them")
    options = parser.parse_args()
    work = tempfile.mkdtemp(prefix="x-", dir="/tmp")
    chaos = Chaos(options, work)
    try:
        chaos.run()
    finally:
        if chaos.server.process and chaos.server.process.poll() is None:
            chaos.server.process.kill()
        if options.keep:
            print(f"chaos: kept in {work}")
            chaos.engine.kill(signal.SIGTERM)
        else:
            chaos.engine.remove()
            shutil.rmtree(work, ignore_errors=True)


main()
