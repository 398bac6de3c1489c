"""Kills the server while containers wait for dispatches, are made ahead of them, and are taken by them."""
import os
import threading

from lane import Lane
from proxy import Rule

# Whose calls the proxy takes those of containers to be that have no dispatch yet.
NOBODY = "WARM"
CALLS = [(verb, when) for verb in ("create", "inspect", "attach", "start", "wait") for when in ("before", "after")]


class WarmLane(Lane):
    def open(self):
        self.server.environment["OUTPOST_WARM_CONTAINERS"] = "1"
        self.proxy.tell(NOBODY, [])
        super().open()

    def cool(self):
        """Kills the server once more; the next one keeps none, and has to remove what this one made."""
        self.kill()
        del self.server.environment["OUTPOST_WARM_CONTAINERS"]
        self.restart()

    def warm_up(self):
        """Until one waits: a dispatch of its kind is what has it made."""
        self.submit("run", [], "first of its kind", lines=0)
        self.until(self.waits, "a container that waits")

    def waits(self):
        status, data = self.client.attempt("GET", "/health/fleet")
        return status == 200 and data["pool"]["warmTasks"] > 0

    def waiting(self):
        """Ids of the containers that were made ahead and are there."""
        found = self.engine.owned("containers", self.server.instance())
        return {one["Id"] for one in found if "outpost.warm" in one["Labels"]}


def calls_lane(options, full):
    """Each call that makes a container ahead: the dispatch that had it made goes on, and the next server removes it."""
    lane = WarmLane(options, "calls of nobody")
    try:
        lane.open()
        for verb, when in CALLS if full else [*CALLS[::2], ("create", "after"), ("start", "after")]:
            rule = Rule(verb, when, 1, lane.kill)
            lane.proxy.tell(NOBODY, [rule])
            lane.submit("run", [], f"{when} {verb} of nobody's")
            lane.until(rule.fired.is_set, f"{when} {verb}")
            lane.server.process.wait(timeout=60)
            lane.proxy.tell(NOBODY, [])
            before = lane.waiting()
            lane.restart()
            lane.until(lambda before=before: not before & lane.waiting(), "the end of what was left")
        lane.finish()
        lane.cool()
        return lane.check(), len(lane.jobs)
    finally:
        lane.close(options.keep)


def writes_lane(options, counter, full):
    """Each durable write of a dispatch that takes a container which waits."""
    lane = WarmLane(options, "writes in warm ones")
    armed, count = f"{lane.work}/armed", f"{lane.work}/count"
    lane.server.environment.update(LD_PRELOAD=counter, SYNCS_ARMED=armed, SYNCS_COUNT=count)
    try:
        lane.open()
        lane.warm_up()
        lane.finish()
        open(armed, "w", encoding="ascii").close()
        lane.submit("run", [], "undisturbed")
        lane.finish()
        os.unlink(armed)
        total = os.path.getsize(count)
        for number in range(1, total + 1, 1 if full else 2):
            lane.server.environment["SYNCS_KILL"] = str(number)
            lane.kill()
            lane.restart()
            lane.warm_up()
            lane.finish()
            before = lane.waiting()
            open(armed, "w", encoding="ascii").close()
            asked = threading.Thread(target=lane.submit, args=("run", [], f"write {number} of {total}"))
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
            else:
                # It was to be in the one that waited, which goes with it.
                lane.until(lambda before=before: not before <= lane.waiting(), "the end of the one that waited")
            asked.join()
            lane.finish()
        lane.cool()
        return lane.check(), len(lane.jobs)
    finally:
        lane.close(options.keep)
