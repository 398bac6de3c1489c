"""What the model's way through the door adds, beside the same scripted model reached directly."""
import contextlib
import http.client
import json
import subprocess
import time

from engine_client import UnixConnection
from stand import helper

LONG = 4 << 20


def measure(bench, report):
    rounds, downloads = (50, 3) if bench.quick else (300, 8)
    with helper(bench.helper, "model", "64") as short, helper(bench.helper, "model", str(LONG)) as long:
        for address, count, take in ((short, rounds, first_byte), (long, downloads, speed)):
            compare(bench, report, address, count, take)


def compare(bench, report, address, count, take):
    with bench.stand(upstream=address) as stand:
        client = stand.client()
        id, _, _ = stand.run(client, "Knock at the door.", agent="bench-model")
        for name, data in client.events(id):
            if name == "end":
                raise SystemExit(f"the dispatch ended before it was ready: {data}")
            if name == "log" and data["message"] == "ready":
                break
        container = stand.containers()[0]["Id"]
        token = subprocess.run(
            ["docker", "exec", container, "cat", "/tmp/token"], check=True, capture_output=True, text=True
        ).stdout
        host, _, port = address.removeprefix("http://").partition(":")
        plain = http.client.HTTPConnection(host, int(port))
        door = UnixConnection(f"{stand.server.data}/doors/{id}/door.sock")
        door.timeout = 300
        with contextlib.closing(plain), contextlib.closing(door):
            direct, through = [], []
            for turn in range(count + 1):
                one, other = take(plain, "", token), take(door, "/model", token)
                if turn:  # the first warms up
                    direct.append(one)
                    through.append(other)
    if take is first_byte:
        report.row("door", "model directly: first byte", direct, "ms")
        row = report.row("door", "through the door: first byte", through, "ms", "model directly: first byte")
        plus = [other - one for one, other in zip(direct, through)]
        row = report.row("door", "added by the door", plus, "ms")
        report.bar("door", "added to the first byte of the model's answer, ms", row["median"], 1)
    else:
        report.row("door", "model directly", direct, "MB/s")
        row = report.row("door", "through the door", through, "MB/s", "model directly")
        report.bar("door", "bytes a second, as a share of the model's own", row["ratio"], 0.8, least=True)


def ask(connection, prefix, token):
    body = {"model": "scripted", "max_tokens": 1024, "stream": True, "messages": [{"role": "user", "content": "Speak."}]}
    headers = {"Content-Type": "application/json", "x-api-key": token, "anthropic-version": "2023-06-01"}
    connection.request("POST", f"{prefix}/v1/messages", json.dumps(body), headers)
    answer = connection.getresponse()
    if answer.status != 200:
        raise SystemExit(f"the model answers {answer.status}: {answer.read()[:500]}")
    return answer


def first_byte(connection, prefix, token):
    begun = time.perf_counter()
    answer = ask(connection, prefix, token)
    answer.read(1)
    taken = 1000 * (time.perf_counter() - begun)
    answer.read()
    return taken


def speed(connection, prefix, token):
    begun, count = time.perf_counter(), 0
    answer = ask(connection, prefix, token)
    while data := answer.read1(1 << 18):
        count += len(data)
    return count / 1e6 / (time.perf_counter() - begun)
