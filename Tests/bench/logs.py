"""How fast what a container says comes to a reader and to the disk, beside `docker logs -f` of the same container."""
import os
import subprocess
import time

from stand import Floor, same_container

LINE = 90  # bytes, as the agent writes them
TICKS = os.sysconf("SC_CLK_TCK")


def measure(bench, report):
    rounds, lines = (2, 100_000) if bench.quick else (5, 400_000)
    megabytes = lines * LINE / 1e6
    task = f"Write {lines} lines to the log."
    with bench.stand() as stand:
        client = stand.client()
        stand.succeed(client)
        body = same_container(stand, None)
        body["Entrypoint"] = ["/bin/bash", "-c", f"echo {task} >/tmp/task; OUTPOST_TASK_FILE=/tmp/task exec /opt/outpost/run"]
        floor = Floor(stand.engine.socket, body)
        plain, read, disk, cpu = [], [], [], []
        for turn in range(rounds):
            plain.append(megabytes / docker_logs(floor, f"outpost-bench-logs-{turn}"))
            before = processor(stand.pid)
            read.append(megabytes / reader(stand, client, task, lines))
            cpu.append(1000 * (processor(stand.pid) - before) / megabytes)
            disk.append(megabytes / unread(stand, client, task))
    report.row("logs", "docker logs -f >/dev/null", plain, "MB/s")
    row = report.row("logs", "outpost, to a reader of events", read, "MB/s", "docker logs -f >/dev/null")
    report.row("logs", "outpost, to disk, nobody reads", disk, "MB/s", "docker logs -f >/dev/null")
    report.row("logs", "outpost's processor time with a reader", cpu, "ms/MB")
    report.note("logs", f"{megabytes:.0f} MB in lines of {LINE} bytes, redacted, from the agent's first line to the last.")
    report.bar("P5", "log to a reader of events, as a share of docker logs -f", row["ratio"], 0.9, least=True)


def docker_logs(floor, name):
    """Seconds from the first line to the last."""
    id = floor.call("POST", f"/containers/create?name={name}", floor.body)["Id"]
    floor.call("POST", f"/containers/{id}/start")
    process = subprocess.Popen(["docker", "logs", "-f", id], stdout=subprocess.PIPE)
    try:
        first = process.stdout.readline().split()
        with open("/dev/null", "wb") as sink:
            while data := process.stdout.read1(1 << 16):
                sink.write(data)
        ended = time.time()
        if first[:1] != [b"first"] or process.wait():
            raise SystemExit(f"docker logs did not tell the log: {first}")
        return ended - float(first[1])
    finally:
        process.kill()
        process.wait()
        floor.call("DELETE", f"/containers/{id}?force=1&v=1")


def reader(stand, client, task, lines):
    """Seconds until a reader that looks at nothing but the ends of the log has it."""
    id, _, _ = stand.run(client, task)
    begun = last = None
    seen = 0
    for raw in client.raw_events(id):
        if begun is None and b'"first ' in raw:
            begun = float(raw.split(b'"first ')[1].split(b'"')[0])
        count = raw.count(b"event: log")
        if count:
            seen, last = seen + count, time.time()
    if seen <= lines or b"event: end" not in raw:
        raise SystemExit(f"the reader got {seen} lines of more than {lines}; the last: {raw[-300:]}")
    return last - begun


def unread(stand, client, task):
    """Seconds until its end, of which the log is the long part."""
    id, _, _ = stand.run(client, task)
    for raw in client.raw_events(id, "?skipLogs=true"):
        ended = time.time()
    data = client.call("GET", f"/dispatch/{id}?logLimit=20")[1]["data"]
    first = next(line["message"] for line in data["logs"] if line["message"].startswith("first "))
    return ended - float(first.split()[1])


def processor(pid):
    """Seconds of it that a process has used."""
    with open(f"/proc/{pid}/stat", encoding="ascii") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS
