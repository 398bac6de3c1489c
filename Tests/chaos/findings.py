"""What a chaos run comes to: each dispatch's end, and what is left behind, counted."""
import collections
import datetime
import os
import signal
import time

from server import problems_of_database

# An engine that is killed takes its containers with it, unless it keeps them alive; that has a name of its own.
TAKEN = {("failed", "engine_restart"), ("failed", "killed")}
# Seconds that removals have, which are off the path of the answer: strangers have a grace of a minute.
REMOVAL = 180
# What a process may have more than one that has just started: connections that are not closed yet, and its allocator.
SPARE_DESCRIPTORS, SPARE_KIB = 16, 64 << 10


class Findings:
    def __init__(self, chaos):
        self.chaos, self.server, self.engine, self.jobs = chaos, chaos.server, chaos.engine, chaos.jobs

    def report(self, seconds):
        """Prints all counts; true when each that must be nought is."""
        chaos = self.chaos
        wrong = [job for job in self.jobs if job.get("end") and not self.is_right(job)]
        for job in wrong:
            said = job.get("data", {}).get("errorMessage")
            print(f"chaos: {job['id']} ({job['verb']}) ended as {job['end']}: {said}")
        garbled = [job["id"] for job in self.jobs if job["verb"] == "write" and not self.is_log_whole(job)]
        if garbled:
            print(f"chaos: without all lines: {' '.join(garbled)}")
        counts = {
            "lost": len(chaos.open_jobs()),
            "started twice": sum(len(starts) > 1 for starts in chaos.ledger.starts.values()),
            "wrong outcomes": len(wrong), "logs not whole": len(garbled),
            **{f"{kind} left": count for kind, count in self.left_behind().items()},
            **self.growth(),
        }
        counts["broken audit trail"] = self.broken_trail()
        self.server.kill(signal.SIGTERM)
        counts["broken database"], counts["open ends"], counts["unasked"] = self.database()
        counts["faults"] = len(chaos.faults)
        for fault in chaos.faults[:5]:
            print(f"chaos: {fault}")
        taken = sum(job.get("end") in TAKEN for job in self.jobs)
        kept = "on" if chaos.options.live_restore else "off"
        ends = collections.Counter("/".join(map(str, job["end"])) for job in self.jobs if job.get("end"))
        print(
            f"chaos: {len(self.jobs)} dispatches, {chaos.server_kills} kills of the server, {len(chaos.engine_kills)} of"
            f" the engine (live-restore {kept}), {chaos.engine_freezes} freezes of it, {seconds:.0f} s"
        )
        print("chaos: ends: " + ", ".join(f"{end} {count}" for end, count in sorted(ends.items())))
        print(f"chaos: {taken} were taken by an engine's death, and say so")
        print("chaos: " + ", ".join(f"{name} {count}" for name, count in counts.items()))
        if self.jobs and not counts["lost"] + counts["started twice"] + counts["wrong outcomes"]:
            # The rule of three: none in n says less than 3/n, at 95 %.
            bound = 300 / len(self.jobs)
            print(f"chaos: none of {len(self.jobs)} lost, repeated or wrong: fewer than {bound:.2f} % at 95 % confidence")
        return not any(counts.values())

    def is_right(self, job):
        if job["end"] == job["right"]:
            return True
        data = job.get("data", {})
        if job["end"] not in TAKEN or not data.get("startedAt"):
            return False
        begin, end = (datetime.datetime.fromisoformat(data[name]).timestamp() for name in ("startedAt", "endedAt"))
        return any(begin - 1 <= kill <= end for kill in self.chaos.engine_kills)

    def is_log_whole(self, job):
        """Every line once and in order, unless the dispatch itself says that some may be missing."""
        if job.get("end") != ("success", "changed") or "log_truncated" in (job["data"].get("flags") or []):
            return True
        _, data = job["client"].call("GET", f"/dispatch/{job['id']}?logLimit=1000")
        lines = [line["message"] for line in data.get("logs", []) if line["message"].startswith("line ")]
        return lines == [f"line {number}" for number in range(1, job["lines"] + 1)]

    def left_behind(self):
        """Once removals have had their time."""
        instance = self.server.instance()
        deadline = time.monotonic() + REMOVAL
        while True:
            left = {kind: len(self.engine.owned(kind, instance)) for kind in ("containers", "networks", "volumes")}
            left["processes"] = self.engine.shims()
            left.update(self.server.leftovers())
            if not any(left.values()) or time.monotonic() > deadline:
                return left
            time.sleep(1)

    def growth(self):
        """Compares the process with one that has just started on the same data."""
        descriptors, memory = self.server.usage()
        self.server.kill(signal.SIGTERM)
        self.server.start()
        self.server.wait()
        # One that has just begun may still open what it always has.
        deadline = time.monotonic() + 30
        while True:
            fresh_descriptors, fresh_memory = self.server.usage()
            more = (descriptors - fresh_descriptors, memory - fresh_memory)
            counts = {"descriptors grown": int(more[0] > SPARE_DESCRIPTORS), "memory grown": int(more[1] > SPARE_KIB)}
            if not any(counts.values()) or time.monotonic() > deadline:
                break
            time.sleep(0.5)
        print(
            f"chaos: at the end {descriptors} descriptors and {memory >> 10} MiB; a fresh server has"
            f" {fresh_descriptors} and {fresh_memory >> 10} MiB"
        )
        return counts

    def broken_trail(self):
        try:
            self.server.command("audit", "verify")
            return 0
        except Exception as problem:
            self.chaos.faults.append(f"the audit trail: {getattr(problem, 'stderr', problem)}")
            return 1

    def database(self):
        broken, known, open_ends = problems_of_database(self.server.database())
        return broken, open_ends, len(known - {job["id"] for job in self.jobs})
