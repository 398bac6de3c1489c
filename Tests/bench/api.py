"""The API without an engine in the way, by wrk: reading a status beside a bare route, and accepting beside the disk."""
import os
import re
import subprocess
import tempfile
import time

from stand import helper

UNITS = {"us": 0.001, "ms": 1, "s": 1000, "m": 60_000}
CONNECTIONS = 32


def measure(bench, report):
    rounds, seconds = (2, 2) if bench.quick else (5, 5)
    with bench.stand(running=1) as stand:
        client = stand.client()
        done, *_ = stand.succeed(client)
        base = f"http://127.0.0.1:{stand.server.port}"
        path = f"/dispatch/{done}?skipLogs=true"
        headers = {"X-API-Key": stand.key, "Content-Type": "application/json"}
        client.connection.request("GET", path, headers=headers)
        answer = client.connection.getresponse().read()
        with tempfile.NamedTemporaryFile() as file:
            file.write(answer)
            file.flush()
            bares, ours = [], []
            with helper(bench.helper, "route", file.name) as bare:
                for _ in range(rounds):
                    bares.append(wrk(bare, seconds, CONNECTIONS))
                    ours.append(wrk(base + path, seconds, CONNECTIONS, headers))
        read(stand, report, bares, ours, base + path, headers, seconds)
        accept(stand, client, report, base, headers, rounds, seconds)


def read(stand, report, bares, ours, url, headers, seconds):
    report.row("api", "bare Hummingbird route, same bytes", [one["rate"] for one in bares], "/s")
    row = report.row("api", "GET status", [one["rate"] for one in ours], "/s", "bare Hummingbird route, same bytes")
    for name, runs in (("bare route", bares), ("GET status", ours)):
        for share in ("50%", "99%"):
            report.row("api", f"{name}, {share} at its peak", [one[share] for one in runs], "ms")
    report.bar("P4", "GET status, as a share of a bare route's requests a second", row["ratio"], 0.7, least=True)
    # Each connection waits so long before it asks again that together they ask half as often as they could.
    pause = 1000 * 4 * CONNECTIONS / (row["median"] / 2)
    half = [wrk(url, seconds, 4 * CONNECTIONS, headers, script=f"function delay() return {pause:.0f} end") for _ in ours]
    report.row("api", "GET status at half of its peak", [one["rate"] for one in half], "/s")
    for share in ("50%", "99%"):
        slow = report.row("api", f"GET status, {share} at half of its peak", [one[share] for one in half], "ms")
    report.bar("P4", "GET status, 99 % at half of its peak, ms", slow["median"], 10)


def accept(stand, client, report, base, headers, rounds, seconds):
    # One that waits holds the only place: all others stay in the queue.
    stand.run(client, "Wait until you are told.")
    body = '{\\"agent\\":\\"bench-probe\\",\\"task\\":\\"Stay in the queue.\\",\\"workspaceInitMode\\":\\"none\\"}'
    post = f'wrk.method = "POST"\nwrk.body = "{body}"'
    single, many, disk = [], [], []
    for _ in range(rounds):
        disk.append(fsync_milliseconds(stand.server.data))
        single.append(wrk(f"{base}/dispatch", seconds, 1, headers, script=post))
        many.append(wrk(f"{base}/dispatch", seconds, CONNECTIONS, headers, script=post))
    report.row("api", "disk: append 4 KiB and fsync, 50%", disk, "ms")
    for share in ("50%", "99%"):
        row = report.row("api", f"POST accept, {share}, one client", [one[share] for one in single], "ms",
                         "disk: append 4 KiB and fsync, 50%" if share == "50%" else None)
        if share == "50%":
            report.bar("P4", "POST accept, 50 %, one client, ms", row["median"], 5)
    report.row("api", "POST accept, one client", [one["rate"] for one in single], "/s")
    row = report.row("api", f"POST accept, {CONNECTIONS} clients", [one["rate"] for one in many], "/s",
                     "POST accept, one client")
    report.row("api", f"POST accept, 99%, {CONNECTIONS} clients", [one["99%"] for one in many], "ms")
    report.bar("P4", f"POST accept, {CONNECTIONS} clients, a second", row["median"], 500, least=True)


def wrk(url, seconds, connections, headers=None, script=None):
    """Requests a second, and percentiles in milliseconds."""
    command = ["wrk", "-t", "1", "-c", str(connections), "-d", f"{seconds}s", "--latency", "--timeout", "60s", url]
    for name, value in (headers or {}).items():
        command += ["-H", f"{name}: {value}"]
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        if script:
            file.write(script + "\n")
            file.flush()
            command += ["-s", file.name]
        text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in text or "Socket errors" in text:
        raise SystemExit(f"not every request was answered well:\n{text}")
    found = {"rate": float(re.search(r"Requests/sec:\s+([\d.]+)", text)[1])}
    for share, value, unit in re.findall(r"^\s+(\d+%)\s+([\d.]+)(us|ms|s|m)\s*$", text, re.MULTILINE):
        found[share] = float(value) * UNITS[unit]
    if "99%" not in found:
        raise SystemExit(f"wrk measured nothing:\n{text}")
    return found


def fsync_milliseconds(folder):
    """The median of what a durable write takes at least."""
    times = []
    with tempfile.TemporaryFile(dir=folder) as file:
        for _ in range(100):
            begun = time.perf_counter()
            file.write(b"x" * 4096)
            file.flush()
            os.fdatasync(file.fileno())
            times.append(1000 * (time.perf_counter() - begun))
    return sorted(times)[len(times) // 2]
