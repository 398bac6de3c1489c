"""A server of its own on a private data directory, an agent that does next to nothing, and what the engine has of it."""
import contextlib
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.parse

from engine_client import EngineClient, UnixConnection, engine_socket
from serving import TERMINAL, Server
from tracing import TracingProxy

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
AGENTS = ("bench-probe", "bench-traced", "bench-model")
# The least that a dispatch may ask for, so that memory is not what limits how many run.
LEAST = {"resourceConstraints": {"maxMemoryMb": 512, "maxCpuUnits": 1024}}

MODEL = """model:
  dialect: anthropic
  upstream: https://model.invalid
  auth: { header: x-api-key, secret: BENCH_KEY }
  ids:
    - { id: scripted, tier: fast }
"""


class Stand:
    """One server; a context manager that leaves nothing behind."""

    def __init__(self, binary, running=8, traced=False, upstream=None, **environment):
        self.work = tempfile.mkdtemp(prefix="b-", dir="/tmp")
        self.engine = EngineClient(engine_socket())
        for name in AGENTS:
            shutil.copytree(f"{HERE}/agent", f"{self.work}/agents/{name}")
            rewrite(f"{self.work}/agents/{name}/agent.yaml", name)
            if name == "bench-model":
                with open(f"{self.work}/agents/{name}/agent.yaml", "a", encoding="utf-8") as file:
                    file.write(MODEL)
            if name != "bench-traced":
                rewrite(f"{self.work}/agents/{name}/Dockerfile", "")
        self.proxy = TracingProxy(f"{self.work}/engine.sock", self.engine.socket) if traced else None
        environment["DOCKER_HOST"] = f"unix://{self.proxy.path if traced else self.engine.socket}"
        arguments = ["--max-running", str(running), "--access-log", "off", "--log-level", "warning"]
        if upstream:
            arguments += ["--model-upstream", f"bench-model={upstream}"]
        self.server = Listening(binary, self.work, environment, arguments)

    def __enter__(self):
        try:
            self.server.command("tenants", "create", "bench", "-q")
            self.server.command(
                "tenants", "set", "bench", "--rate", "1000000", "--concurrent", "1000", "--queued", "1000000", "-q"
            )
            self.key = self.server.key("bench", "admin")
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.stop()
        with contextlib.suppress(FileNotFoundError):
            for agent in AGENTS:
                self.engine.remove_traces([self.server.instance()], agent)
        if self.proxy:
            self.proxy.close()
        shutil.rmtree(self.work, ignore_errors=True)

    def start(self):
        """Returns the seconds until it answered."""
        begun = time.monotonic()
        self.server.port = None
        with contextlib.suppress(FileNotFoundError):
            os.remove(f"{self.work}/serve.log")
        self.server.start()
        self.server.wait()
        return time.monotonic() - begun

    def stop(self):
        if self.server.process and self.server.process.poll() is None:
            self.server.kill(signal.SIGTERM)

    @property
    def pid(self):
        return self.server.process.pid

    def client(self):
        return KeptClient(self.server.port, self.key)

    def run(self, client, task="Say when you run, and end.", agent="bench-probe", **fields):
        """Makes a dispatch; returns its id, and the moments before and after."""
        before = time.time()
        body = {"agent": agent, "task": task, "workspaceInitMode": "none", "contextLevel": "none", **LEAST, **fields}
        status, answer = client.call("POST", "/dispatch", body)
        after = time.time()
        if status != 201:
            raise SystemExit(f"the dispatch was not accepted: {status} {answer}")
        return answer["data"]["dispatchId"], before, after

    def finish(self, client, id):
        """Follows a dispatch to its end: its events with the moments at which they came."""
        events = []
        for name, data in client.events(id):
            events.append((time.time(), name, data))
        end = events[-1] if events else None
        if not end or end[1] != "end" or end[2]["status"] not in TERMINAL:
            raise SystemExit(f"the events of {id} broke off: {end}")
        return events

    def succeed(self, client, **fields):
        id, before, after = self.run(client, **fields)
        events = self.finish(client, id)
        if events[-1][2]["status"] != "success":
            raise SystemExit(f"a dispatch did not succeed: {events[-1][2]}")
        return id, before, after, events

    def engine_events(self):
        """What the engine tells of our containers, as it comes."""
        connection = UnixConnection(self.engine.socket)
        connection.timeout = None
        labels = {"type": ["container"], "label": [f"outpost.instance={self.server.instance()}"]}
        connection.request("GET", f"/events?filters={urllib.parse.quote(json.dumps(labels))}")
        # Its head comes at once: what is made after this is told.
        return EngineEvents(connection)

    def containers(self):
        return self.engine.owned("containers", self.server.instance())


class EngineEvents:
    """An iterator that another thread may end."""

    def __init__(self, connection):
        self.connection, self.answer = connection, connection.getresponse()

    def __iter__(self):
        with contextlib.suppress(OSError, ValueError, AttributeError, http.client.HTTPException):
            while line := self.answer.readline():
                yield json.loads(line)

    def close(self):
        self.connection.sock.shutdown(socket.SHUT_RDWR)


class Listening(Server):
    """The port is told at the level that is otherwise left out, so it is chosen here."""

    def start(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        super().start()


class KeptClient:
    """One kept connection to the API, and another for each stream of events."""

    def __init__(self, port, key):
        self.port, self.key = port, key
        self.connection, self.used = self.connect(), time.monotonic()

    def connect(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)
        connection.connect()
        connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection

    def call(self, method, path, body=None):
        headers = {"X-API-Key": self.key, "Content-Type": "application/json"}
        if time.monotonic() - self.used > 10:  # the server ends what is idle
            self.connection.close()
            self.connection = self.connect()
        self.used = time.monotonic()
        self.connection.request(method, path, None if body is None else json.dumps(body), headers)
        answer = self.connection.getresponse()
        return answer.status, json.loads(answer.read())

    def raw_events(self, id, query=""):
        """Their bytes, as they come, until the end; whole lines."""
        with contextlib.closing(self.connect()) as connection:
            connection.request("GET", f"/dispatch/{id}/events{query}", headers={"X-API-Key": self.key})
            answer = connection.getresponse()
            rest = b""
            while data := answer.read1(1 << 18):
                whole, _, rest = (rest + data).rpartition(b"\n")
                yield whole

    def events(self, id):
        """Name and data of each event until the end."""
        with contextlib.closing(self.connect()) as connection:
            connection.request("GET", f"/dispatch/{id}/events", headers={"X-API-Key": self.key})
            answer = connection.getresponse()
            name = None
            for line in answer:
                if line.startswith(b"event:"):
                    name = line[6:].strip().decode()
                elif line.startswith(b"data:"):
                    yield name, json.loads(line[5:])
                    if name == "end":
                        return


class Floor:
    """The engine by hand: one kept connection, no library."""

    def __init__(self, path, body):
        self.connection = UnixConnection(path)
        self.connection.timeout = 120
        self.body = json.dumps(body)

    def call(self, method, path, body=None, good=(200, 201, 204)):
        self.connection.request(method, path, body, {"Content-Type": "application/json"} if body else {})
        answer = self.connection.getresponse()
        data = answer.read()
        if answer.status not in good:
            raise SystemExit(f"the engine answers {method} {path} with {answer.status}: {data.decode()}")
        return json.loads(data) if data else None

    def run(self, name):
        """Create, start, wait, remove; returns milliseconds until started, and in all."""
        begun = time.perf_counter()
        id = self.call("POST", f"/containers/create?name={name}", self.body)["Id"]
        self.call("POST", f"/containers/{id}/start")
        started = time.perf_counter()
        self.call("POST", f"/containers/{id}/wait")
        self.call("DELETE", f"/containers/{id}?force=1&v=1")
        return 1000 * (started - begun), 1000 * (time.perf_counter() - begun)


def same_container(stand, command):
    """What creates the container that a dispatch of ours gets, but for its name and its program."""
    client = stand.client()
    id, _, _ = stand.run(client, "Wait until you are told.")
    for name, _ in client.events(id):
        if name in ("log", "end"):
            break
    found = stand.engine.call("GET", f"/containers/{stand.containers()[0]['Id']}/json")
    client.call("DELETE", f"/dispatch/{id}")
    stand.finish(client, id)
    config, host = found["Config"], found["HostConfig"]
    door = f"{stand.work}/door"
    os.makedirs(door, exist_ok=True)
    for mount in host.get("Mounts") or ():
        mount["Source"] = door
    wanted = ("User", "Env", "Image", "WorkingDir", "NetworkDisabled", "StopSignal", "Hostname", "Tty", "OpenStdin")
    return {
        **{name: config[name] for name in wanted if name in config},
        "Labels": {"outpost.instance": stand.server.instance()}, "Entrypoint": command, "Cmd": [], "HostConfig": host,
    }


@contextlib.contextmanager
def helper(program, *arguments):
    """Runs a part of outpost-bench that serves something; its address."""
    process = subprocess.Popen([program, *arguments], stdout=subprocess.PIPE, text=True)
    try:
        address = process.stdout.readline().strip()
        if not address:
            raise SystemExit(f"outpost-bench {' '.join(arguments)} does not serve")
        yield address
    finally:
        process.terminate()
        process.wait()


def milliseconds(command):
    begun = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return 1000 * (time.perf_counter() - begun)


def rewrite(path, name):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    text = text.replace("@NAME@", name) if name else text.replace("ENV BASH_ENV=/opt/bench-trace\n", "")
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
