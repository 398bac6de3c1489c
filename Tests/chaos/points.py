#!/usr/bin/env python3
"""Kills the server at each numbered point of a dispatch, starts it again, and counts what went wrong.

    Tests/chaos/points.py                # the size for CI: each point once, the kinds of dispatch taking turns
    FULL=1 Tests/chaos/points.py         # each point with each kind

A point is an Engine call of the dispatch, before the engine sees it or after the engine acted and before the answer
comes, or one of the server's durable writes from the request on (a preloaded counter of fsync and fdatasync kills it).
Two more lanes do the same to containers that are made ahead of dispatches, and to dispatches that take them.
The calls' lanes go on with the next dispatch while the last one still runs; every kind has a lane, and so has each
kind's durable writes. One more lane kills the first start of a server, with all migrations, at its durable writes, in
one the disk refuses to make anything durable: then nothing is acknowledged, and in one the power goes as soon as
something is acknowledged, and takes all that was not synced along. Needs a built .build/debug/outpost and a C compiler.
"""
import argparse
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time

from lane import HERE, SCENARIOS, Lane, report, together
from proxy import Rule
from server import problems_of_database
import warm

FULL = bool(os.environ.get("FULL"))
BEGINNING = [("create", 1), ("inspect", 1), ("attach", 1), ("start", 1), ("wait", 1)]
ENDING = [("inspect", 2), ("remove", 1)]
STOP = [("kill", 1)]
# The kinds whose durable writes differ in number and order; in CI one of each, spread over the count.
KINDS = list(SCENARIOS)


def points(kind):
    stops = STOP if kind in ("cancel", "timeout") else []
    return [(verb, nth, when) for verb, nth in BEGINNING + stops + ENDING for when in ("before", "after")]


def chosen(kind):
    """All, or those whose turn it is."""
    if FULL:
        return points(kind)
    index = KINDS.index(kind)
    # A timeout takes half a minute to come to its last points; a cancel has the same.
    mine = points(kind)[:10] if kind == "timeout" else points(kind)
    return [point for number, point in enumerate(mine) if number % len(KINDS) == index or point[0] == "kill"]


def calls_lane(options, kind):
    """Each call of one kind, one after the other; the ends come whenever they come."""
    lane = Lane(options, f"calls of {kind}")
    try:
        lane.open()
        for verb, nth, when in chosen(kind):
            rule = Rule(verb, when, nth, lane.kill)
            job = lane.submit(kind, [rule], f"{when} {verb} {nth}")

            def reached(job=job, rule=rule):
                # A cancel has to be asked for on the way.
                return rule.fired.is_set() or (kind == "cancel" and lane.look(job) and False)

            lane.until(reached, f"{when} {verb} {nth}")
            lane.restart()
            lane.settle()
        lane.finish()
        return lane.check(), len(lane.jobs)
    finally:
        lane.close(options.keep)


def writes_lane(options, kind, counter):
    """Each durable write of one kind; the count is taken from a dispatch that nobody disturbs."""
    lane = Lane(options, f"writes of {kind}")
    armed, count = f"{lane.work}/armed", f"{lane.work}/count"
    lane.server.environment.update(LD_PRELOAD=counter, SYNCS_ARMED=armed, SYNCS_COUNT=count)
    try:
        lane.open()
        open(armed, "w", encoding="ascii").close()
        lane.submit(kind, label="undisturbed")
        lane.finish()
        os.unlink(armed)
        total = os.path.getsize(count)
        numbers = range(1, total + 1) if FULL else range(1 + KINDS.index(kind), total + 1, len(KINDS))
        for number in numbers:
            lane.server.environment["SYNCS_KILL"] = str(number)
            lane.kill()
            lane.restart()
            open(armed, "w", encoding="ascii").close()
            asked = threading.Thread(target=lane.submit, args=(kind, [], f"write {number} of {total}"))
            asked.start()
            # Its end may come first: not every run writes as often as the one that was counted.
            lane.until(
                lambda: lane.server.process.poll() is not None or not asked.is_alive() and lane.look(lane.jobs[-1]),
                f"write {number} of {total}",
            )
            os.unlink(armed)
            del lane.server.environment["SYNCS_KILL"]
            if lane.server.process.poll() is not None:
                lane.restart()
            asked.join()
            lane.finish()
        return lane.check(), len(lane.jobs)
    finally:
        lane.close(options.keep)


def starts_lane(options, counter):
    """Each durable write of a first start, which makes the database; the next start has to bring it to its end."""
    lane = Lane(options, "first starts")
    server, armed, count = lane.server, f"{lane.work}/armed", f"{lane.work}/count"
    server.environment.update(LD_PRELOAD=counter, SYNCS_ARMED=armed, SYNCS_COUNT=count)
    wrong = 0
    try:
        open(armed, "w", encoding="ascii").close()
        server.start()
        server.wait()
        server.kill(signal.SIGTERM)
        total, schema = os.path.getsize(count), migrations(server.database())
        numbers = range(1, total + 1) if FULL else range(1, total + 1, 8)
        for number in numbers:
            shutil.rmtree(server.data)
            server.environment["SYNCS_KILL"] = str(number)
            server.start()
            lane.until(lambda: server.process.poll() is not None or server.answers(), f"write {number} of {total}")
            if server.process.poll() is None:
                server.kill(signal.SIGKILL)
            del server.environment["SYNCS_KILL"]
            server.start()
            server.wait()
            server.kill(signal.SIGTERM)
            if problems_of_database(server.database())[0] or migrations(server.database()) != schema:
                wrong += 1
                print(f"{lane.name}: broken after a kill at write {number} of {total}")
        return {"broken database": wrong}, len(numbers)
    finally:
        lane.close(options.keep)


def refusal_lane(options, counter):
    """fsync fails while dispatches are asked for and one ends; all that was acknowledged is true afterwards."""
    lane = Lane(options, "failing fsync")
    fail = f"{lane.work}/fail"
    lane.server.environment.update(LD_PRELOAD=counter, SYNCS_FAIL=fail)
    try:
        lane.open()
        job = lane.submit("run", [], "ends while fsync fails", lines=20)
        lane.until(lambda: lane.look(job) or job.get("status") == "running", "running")
        open(fail, "w", encoding="ascii").close()
        body = {"agent": "chaos", "task": "write 1 lines", "idempotencyKey": "job-1"}
        answers = [lane.client.attempt("POST", "/dispatch", body)[0] for _ in range(5)]
        log = f"{lane.work}/serve.log"

        def ended():
            with open(log, encoding="utf-8", errors="replace") as file:
                return "end was not recorded" in file.read()

        lane.until(ended, "the end that cannot be recorded")
        os.unlink(fail)
        lane.submit("run", [], "refused before")
        lane.finish()
        acknowledged = sum(status != 503 for status in answers)
        if acknowledged:
            print(f"{lane.name}: answered {answers}")
        # What the agent handed in meanwhile may have been refused, and then the dispatch says so.
        allowed = {"ends while fsync fails": {("success", "changed"), ("failed", "artifacts")}}
        return {**lane.check(allowed), "acknowledged": acknowledged}, len(lane.jobs)
    finally:
        lane.close(options.keep)


def cuts_lane(options, disk):
    """What was acknowledged is in what a power cut at that moment leaves of the database."""
    lane = Lane(options, "power cuts")
    kept, cut = f"{lane.work}/kept", f"{lane.work}/cut"
    lane.server.environment.update(LD_PRELOAD=disk, DISK_ROOT=lane.server.data, DISK_KEPT=kept)
    lost = broken = 0
    try:
        lane.open()
        os.mkdir(kept)
        with open(f"{kept}/names", "w", encoding="utf-8") as names:
            for file in os.scandir(lane.server.data):
                if file.is_file():
                    shutil.copyfile(file.path, f"{kept}/{file.inode()}")
                    names.write(f"{file.inode()} {file.name}\n")
        for number in range(40 if FULL else 8):
            job = lane.submit("cancel" if number % 2 else "run", [], f"cut {number}")
            lane.kill()
            lane.server.process.wait(timeout=300)
            left_by_cut(kept, cut)
            problem, known, _ = problems_of_database(f"{cut}/outpost.sqlite")
            broken += problem
            if job["id"] not in known:
                lost += 1
                print(f"{lane.name}: {job['label']} ({job['id']}) was acknowledged and is gone")
            lane.restart()
        lane.finish()
        return {**lane.check(), "lost by a power cut": lost, "broken by a power cut": broken}, len(lane.jobs)
    finally:
        lane.close(options.keep)


def left_by_cut(kept, cut):
    """Lays out what was synced; a file whose contents never were is empty."""
    shutil.rmtree(cut, ignore_errors=True)
    os.mkdir(cut)
    with open(f"{kept}/names", encoding="utf-8") as file:
        for line in file:
            inode, name = line.rstrip("\n").split(" ", 1)
            if os.path.exists(f"{kept}/{inode}"):
                shutil.copyfile(f"{kept}/{inode}", f"{cut}/{name}")
            else:
                open(f"{cut}/{name}", "w", encoding="ascii").close()


def migrations(path):
    database = sqlite3.connect(path)
    try:
        return database.execute("SELECT identifier FROM grdb_migrations ORDER BY 1").fetchall()
    finally:
        database.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", default=os.path.abspath(f"{HERE}/../../.build/debug/outpost"))
    parser.add_argument("--patience", type=int, default=7200 if FULL else 1500, help="seconds for all of it")
    parser.add_argument("--keep", action="store_true", help="keep the files for a look at them")
    options = parser.parse_args()
    started = time.monotonic()
    counter, disk = f"/tmp/x-syncs-{os.getpid()}.so", f"/tmp/x-disk-{os.getpid()}.so"
    for library, source in ((counter, "syncs.c"), (disk, "disk.c")):
        subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", library, f"{HERE}/{source}", "-ldl"], check=True)
    try:
        results = together(
            [lambda kind=kind: calls_lane(options, kind) for kind in KINDS]
            + [lambda kind=kind: writes_lane(options, kind, counter) for kind in (KINDS if FULL else ["run", "cancel"])]
            + [lambda: warm.calls_lane(options, FULL), lambda: warm.writes_lane(options, counter, FULL)]
            + [lambda: cuts_lane(options, disk)]
            + [lambda: refusal_lane(options, counter), lambda: starts_lane(options, counter)]
        )
    finally:
        os.unlink(counter)
        os.unlink(disk)
    done = f"{sum(jobs for _, jobs in results[:-1])} dispatches and {results[-1][1]} first starts"
    sys.exit(0 if report("points", [counts for counts, _ in results], time.monotonic() - started, done) else 1)


main()
