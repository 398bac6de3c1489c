"""A server that is killed and started again."""
import os
import sqlite3
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../support"))
from serving import Server as PlainServer


class Server(PlainServer):
    """`outpost serve`, killed and started again."""

    def __init__(self, binary, work, engine, ledger, running):
        environment = {
            "DOCKER_HOST": f"unix://{engine.socket}", "CHAOS_KEY": "key", "OUTPOST_MODEL_UPSTREAMS": f"chaos={ledger.url}"
        }
        super().__init__(binary, work, environment, ["--max-running", str(running)])

    def ended(self):
        self.start()

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
