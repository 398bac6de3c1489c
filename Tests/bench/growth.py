"""The same questions with ever more dispatches in the database, and how long a start takes with them."""
import sqlite3
import time

from api import wrk
from cold import first_instruction


def measure(bench, report):
    sizes = (1000, 20_000) if bench.quick else (1000, 100_000, 1_000_000)
    seconds = 2 if bench.quick else 5
    slowest = {}
    with bench.stand() as stand:
        stand.server.command(
            "tenants", "set", "bench", "--stored-results", "10000000", "--stored-mib", "10000000", "-q"
        )
        client = stand.client()
        template = stand.succeed(client)[0]
        for size in sizes:
            stand.stop()
            fill(f"{stand.server.data}/outpost.sqlite", template, size)
            starts = [stand.start()]
            for _ in range(2):
                stand.stop()
                starts.append(stand.start())
            label = f"{size:,} dispatches"
            report.row("growth", f"start-up, {label}", starts, "s")
            base, headers = f"http://127.0.0.1:{stand.server.port}", {"X-API-Key": stand.key}
            for name, path in (("status", f"/dispatch/{template}?skipLogs=true"), ("list", "/dispatch?limit=20"),
                               ("list by status", "/dispatch?limit=20&status=failed")):
                runs = [wrk(base + path, seconds, 4, headers) for _ in range(3)]
                first = f"{name}, 99%, {sizes[0]:,} dispatches"
                row = report.row("growth", f"{name}, 99%, {label}", [run["99%"] for run in runs], "ms",
                                 first if size != sizes[0] else None)
                slowest[name] = row["ratio"]
            client = stand.client()
            queue = []
            for _ in range(3 if bench.quick else 10):
                _, _, accepted, events = stand.succeed(client)
                queue.append(1000 * (first_instruction(events) - accepted))
            report.row("growth", f"accepted → first instruction, {label}", queue, "ms")
    for name, ratio in slowest.items():
        report.bar("P7", f"{name}: 99 % with {sizes[-1]:,} dispatches as a multiple of that with {sizes[0]:,}", ratio, 1.5)
    report.bar("P7", f"start-up with {sizes[-1]:,} dispatches, s", sorted(starts)[1], 2)


def fill(path, template, size):
    """Copies one ended dispatch, and its events, until there are so many; of the last day, so that none is due to go."""
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA synchronous = OFF")
        have = database.execute("SELECT count(*) FROM dispatch").fetchone()[0]
        for table, key, order in (("dispatch", "id", None), ("dispatchEvent", "dispatch", "sequence")):
            columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})") if row[1] != order]
            values = {key: "printf('01%08d0000000000000000', n)", "createdAt": f"{time.time()} - 86400.0 * n / {size}"}
            chosen = ", ".join(values.get(column, f"one.{column}") for column in columns)
            database.execute(
                f"WITH RECURSIVE count(n) AS (SELECT {have} UNION ALL SELECT n + 1 FROM count WHERE n < {size - 1}) "
                f"INSERT INTO {table} ({', '.join(columns)}) SELECT {chosen} FROM count, {table} AS one WHERE one.{key} = ?",
                (template,),
            )
        database.execute("ANALYZE")
    database.close()
