"""One server behind a fault proxy, its dispatches, and the count of what went wrong with them."""
import os
import shutil
import signal
import tempfile
import threading
import time

from ledger import Ledger
from proxy import FaultProxy
from server import Server, problems_of_database

from engine_client import EngineClient, engine_socket
from serving import TERMINAL, Client

HERE = os.path.dirname(os.path.abspath(__file__))
# What each kind asks for: verb of the agent, fields of the request, its one true end.
SCENARIOS = {
    "run": ("write", {}, ("success", "changed")),
    "exit": ("exit", {}, ("failed", "exit")),
    "timeout": ("hang", {"timeoutSeconds": 30}, ("timeout", "timeout")),
    "cancel": ("hang", {}, ("cancelled", "cancelled")),
    "oom": ("swell", {}, ("failed", "oom")),
}
SMALL = {"maxMemoryMb": 512, "maxCpuUnits": 256}


class Lane:
    def __init__(self, options, name, running=32):
        self.name = name
        self.work = tempfile.mkdtemp(prefix="x-", dir="/tmp")
        self.engine = EngineClient(engine_socket())
        self.proxy = FaultProxy(f"{self.work}/e.sock", self.engine.socket)
        self.ledger = Ledger()
        self.server = Server(options.binary, self.work, EngineClient(self.proxy.path), self.ledger, running)
        # What others run on this engine meanwhile must not hold up these.
        self.server.environment.update(OUTPOST_CPU_UNITS="1000000", OUTPOST_MEMORY_MIB="100000000")
        self.deadline = time.monotonic() + options.patience
        self.jobs = []
        # Volumes that are kept on purpose.
        self.volumes = 0
        shutil.copytree(f"{HERE}/agent", f"{self.work}/agents/chaos")
        shutil.copytree(f"{HERE}/../../agents/base", f"{self.work}/agents/base")

    def open(self):
        self.server.start()
        self.server.wait()
        self.server.command("tenants", "create", "red", "--tier", "enterprise")
        self.server.command("tenants", "set", "red", "--rate", "1000000", "--concurrent", "100")
        key = self.server.command("keys", "create", "--tenant", "red", "--scopes", "dispatch,status,list,cancel", "-q")
        self.client = Client(self.server, key, self.deadline)

    def kill(self):
        """At once, from whichever thread saw the moment; the lane's own starts the next one."""
        try:
            os.kill(self.server.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass

    def restart(self):
        self.server.process.wait(timeout=300)
        self.server.start()
        self.server.wait()

    def submit(self, kind, rules=(), label="", lines=3, **fields):
        """Asks once, however often it takes; the rules hold before the container is made."""
        verb, extra, end = SCENARIOS[kind]
        body = {"agent": "chaos", "task": f"{verb} {lines} lines", "resourceConstraints": SMALL, **extra, **fields}
        status, data = self.client.call("POST", "/dispatch", body, **{"Idempotency-Key": f"job-{len(self.jobs)}"})
        if status not in (200, 201):
            raise SystemExit(f"{self.name}: {label} was refused: {status} {data}")
        job = {"id": data["dispatchId"], "kind": kind, "label": label, "end": end, "rules": list(rules)}
        self.proxy.tell(job["id"], job["rules"])
        self.jobs.append(job)
        return job

    def look(self, job):
        status, data = self.client.attempt("GET", f"/dispatch/{job['id']}?skipLogs=true")
        if status in (0, 429, 503):
            return None
        if status != 200:
            raise SystemExit(f"{self.name}: {job['label']} ({job['id']}): {status} {data}")
        job["status"] = data["status"]
        if job["kind"] == "cancel" and data["status"] == "running" and not job.get("cancelled"):
            job["cancelled"] = True
            threading.Thread(
                target=self.client.call, args=("DELETE", f"/dispatch/{job['id']}"), daemon=True
            ).start()
        if data["status"] in TERMINAL:
            job["got"], job["data"] = (data["status"], data.get("reason")), data
        return job.get("got")

    def until(self, done, what):
        while not done():
            if time.monotonic() > self.deadline:
                raise SystemExit(f"{self.name}: {what} did not come; see {self.work}/serve.log")
            time.sleep(0.1)

    def finish(self):
        """Looks at all that has not ended, again and again."""
        while time.monotonic() < self.deadline:
            open_jobs = [job for job in self.jobs if not job.get("got") and not self.look(job)]
            if not open_jobs:
                return
            time.sleep(0.3)

    def settle(self):
        """Until none is on its way to its agent: attempts that a dispatch loses are counted."""
        going = {"pending", "provisioning"}
        self.until(lambda: all(job.get("got") or self.look(job) or job.get("status") not in going for job in self.jobs), "rest")

    def check(self, allowed=None):
        """Ends that are neither the true one nor allowed are wrong; returns what must be nought."""
        ids = {job["id"] for job in self.jobs}
        starts = self.ledger.starts
        wrong = []
        for job in self.jobs:
            ends = (allowed or {}).get(job["label"], {job["end"]})
            if job.get("got") and job["got"] not in ends:
                wrong.append(job)
                print(f"{self.name}: {job['label']} ({job['kind']}, {job['id']}) ended as {job['got']}:"
                      f" {job['data'].get('errorMessage')}")
        silent = [job for job in self.jobs for rule in job["rules"] if not rule.fired.is_set()]
        for job in silent:
            print(f"{self.name}: {job['label']} ({job['kind']}, {job['id']}) never came to its point")
        left = self.left_after(300)
        self.server.kill(signal.SIGTERM)
        broken, known, _ = problems_of_database(self.server.database())
        return {
            "lost": sum(not job.get("got") for job in self.jobs) + len(ids - known),
            "unasked": len(known - ids),
            "started twice": sum(len(nonces) > 1 for nonces in starts.values()),
            "wrong ends": len(wrong), "points not reached": len(silent),
            **{f"{kind} left": count for kind, count in left.items()},
            "broken database": broken,
        }

    def left_after(self, seconds):
        """What is left behind, once removals have had their time."""
        instance = self.server.instance()
        deadline = time.monotonic() + seconds
        while True:
            left = {kind: len(self.engine.owned(kind, instance)) for kind in ("containers", "volumes")}
            left["volumes"] = max(0, left["volumes"] - self.volumes)
            left.update(self.server.leftovers())
            if not any(left.values()) or time.monotonic() > deadline:
                return left
            time.sleep(0.5)

    def close(self, keep=False):
        if self.server.process and self.server.process.poll() is None:
            self.server.process.kill()
            self.server.process.wait()
        self.proxy.close()
        try:
            self.engine.remove_traces([self.server.instance()])
        except FileNotFoundError:
            pass
        if keep:
            print(f"{self.name}: kept in {self.work}")
        else:
            shutil.rmtree(self.work, ignore_errors=True)


def together(tasks):
    """Runs them at once; returns what they returned, in order, or ends with the first that failed."""
    results, failures = [None] * len(tasks), []

    def run(index, task):
        try:
            results[index] = task()
        except BaseException as failure:  # also SystemExit, which would end only the thread
            failures.append(failure)

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(tasks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return results


def report(title, lane_counts, seconds, done):
    """Prints the sums, and says by its result whether all that must be nought is."""
    sums = {}
    for counts in lane_counts:
        for name, count in counts.items():
            sums[name] = sums.get(name, 0) + count
    print(f"{title}: {done}, {seconds:.0f} s")
    print(f"{title}: " + ", ".join(f"{name} {count}" for name, count in sums.items()))
    return not any(sums.values())
