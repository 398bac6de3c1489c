"""Resident memory: idle, for each running dispatch, for each reader of events."""
import contextlib
import resource
import socket
import time


def measure(bench, report):
    dispatches, readers = (4, 200) if bench.quick else (20, 1000)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, 4 * readers)), hard))
    with bench.stand(running=dispatches) as stand:
        report.row("memory", "idle, just started", [resident(stand.pid)], "KiB")
        client = stand.client()
        stand.succeed(client)
        idle = settled(stand.pid)
        report.row("memory", "idle, after a dispatch", [idle], "KiB")
        ids = [stand.run(client, "Wait until you are told.")[0] for _ in range(dispatches)]
        running = await_running(client, ids)
        busy = settled(stand.pid)
        each = (busy - idle) / max(1, running)
        report.row("memory", f"more for each of {running} running dispatches", [each], "KiB")
        with contextlib.ExitStack() as stack:
            for _ in range(readers):
                stack.enter_context(contextlib.closing(open_reader(stand, ids[0])))
            reader = (settled(stand.pid) - busy) / readers
        report.row("memory", f"more for each of {readers} readers of events", [reader], "KiB")
    report.bar("P6", "idle, KiB", idle, 30 * 1024)
    report.bar("P6", "for each running dispatch, KiB", each, 200)
    report.bar("P6", "for each reader of events, KiB", reader, 50)


def resident(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmRSS:"))


def settled(pid):
    """What it comes to rest at, or after ten seconds."""
    deadline, last = time.monotonic() + 10, None
    while time.monotonic() < deadline:
        now = resident(pid)
        if last is not None and abs(now - last) < 64:
            return now
        last = now
        time.sleep(1)
    return last


def await_running(client, ids):
    """How many of them run, once that does not change any more."""
    deadline, count = time.monotonic() + 120, 0
    while count < len(ids) and time.monotonic() < deadline:
        time.sleep(0.2)
        count = sum(client.call("GET", f"/dispatch/{id}?skipLogs=true")[1]["data"]["status"] == "running" for id in ids)
    return count


def open_reader(stand, id):
    """A connection that has got the first events."""
    reader = socket.create_connection(("127.0.0.1", stand.server.port))
    reader.sendall(f"GET /dispatch/{id}/events HTTP/1.1\r\nHost: localhost\r\nX-API-Key: {stand.key}\r\n\r\n".encode())
    reader.settimeout(30)
    if not reader.recv(4096).startswith(b"HTTP/1.1 200"):
        raise SystemExit("a reader of events was refused")
    return reader
