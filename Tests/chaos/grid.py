#!/usr/bin/env python3
"""Does each fault to each Engine call of a dispatch, and counts what is lost, started twice, ended wrongly or left.

    Tests/chaos/grid.py                  # the size for CI
    FULL=1 Tests/chaos/grid.py           # with the calls whose deadlines are minutes

Every row is a dispatch of its own through a proxy before the engine's socket; they run at once, on one server, so
that each also shows that a fault of one dispatch costs no other anything. Needs a built .build/debug/outpost.
"""
import argparse
import os
import sys
import time

from lane import HERE, SCENARIOS, Lane, report, together
from proxy import FAULTS, Rule

# Which calls, how far into the dispatch, and what sort of dispatch makes them.
CALLS = [
    # What is not removed is left alone for a minute, so these come first.
    ("remove", 1, "run"), ("create", 1, "run"), ("inspect", 1, "run"), ("attach", 1, "run"), ("start", 1, "run"),
    ("wait", 1, "run"), ("inspect", 2, "run"), ("kill", 1, "cancel"),
]
# Calls that name no container, one dispatch after the other; the last is made for a workspace that is kept.
COMMON = ["image", "volume"]
# What an engine that says that it cannot is believed: nothing was started, and the end has a name.
TYPED = {("failed", "start"), ("failed", "image"), ("failed", "infrastructure")}
BELIEVED = ("create 1: http500", "start 1: http500", "volume 1: http500")
# Seconds that every call takes longer in the lane of a slow engine.
SLOWNESS = 3
FULL = bool(os.environ.get("FULL"))


def own_rows(lane):
    """Each fault of each call of one dispatch, all at once."""
    for fault in FAULTS:
        for verb, nth, kind in CALLS:
            if fault == "canned" or (fault == "hang" and verb in ("create", "start", "remove") and not FULL):
                continue
            lane.submit(kind, [Rule(verb, fault, nth)], f"{verb} {nth}: {fault}", lines=10)


def common_rows(lane):
    lane.volumes = 1
    for verb in COMMON:
        fields = {"workspaceMode": "persistent"} if verb == "volume" else {}
        for fault in FAULTS:
            if fault == "canned" or (fault == "hang" and verb == "volume" and not FULL):
                continue
            rule = Rule(verb, fault)
            lane.proxy.common = [rule]
            job = lane.submit("run", [], f"{verb} 1: {fault}", **fields)
            job["rules"] = [rule]
            lane.finish()


def adoption_rows(lane):
    """A server that starts and cannot read the engine's list, nor the logs of what it adopts."""
    for nth in (1, 2):
        for fault in FAULTS:
            if fault != "canned":
                lane.submit("run", [Rule("logs", fault, nth)], f"logs {nth}: {fault}", lines=100)
    lane.until(lambda: all(lane.look(job) or job.get("status") == "running" for job in lane.jobs), "running")
    # An empty list comes last, when the engine counts as well again: it is to be believed only the second time.
    lane.proxy.common = [Rule("list", fault) for fault in FAULTS]
    lane.kill()
    lane.restart()
    lane.finish()
    lane.jobs[0]["rules"] += lane.proxy.common


def slow_rows(lane):
    """Each kind of dispatch on an engine that is slow with everything, one more time over a restart."""
    lane.proxy.slowness = SLOWNESS
    for kind in SCENARIOS:
        lane.submit(kind, [], f"{kind}: slow")
    lane.finish()
    jobs = [lane.submit(kind, [], f"{kind}: slow, then adopted", lines=100) for kind in ("run", "exit")]
    lane.until(lambda: all(lane.look(job) or job.get("status") == "running" for job in jobs), "running")
    lane.kill()
    lane.restart()
    lane.finish()
    lane.proxy.slowness = 0


def row(options, name, rows):
    lane = Lane(options, name, running=16)
    try:
        lane.open()
        rows(lane)
        lane.finish()
        return lane.check({label: TYPED for label in BELIEVED}), len(lane.jobs)
    finally:
        lane.close(options.keep)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", default=os.path.abspath(f"{HERE}/../../.build/debug/outpost"))
    parser.add_argument("--patience", type=int, default=3600 if FULL else 1500, help="seconds for all of it")
    parser.add_argument("--keep", action="store_true", help="keep the files for a look at them")
    options = parser.parse_args()
    started = time.monotonic()
    lanes = [("calls", own_rows), ("common calls", common_rows), ("adoption", adoption_rows),
             ("slow engine", slow_rows)]
    results = together([lambda lane=lane: row(options, *lane) for lane in lanes])
    done = f"{sum(jobs for _, jobs in results)} dispatches"
    good = report("grid", [counts for counts, _ in results], time.monotonic() - started, done)
    sys.exit(0 if good else 1)


main()
