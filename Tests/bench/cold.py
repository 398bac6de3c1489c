"""From the request to the agent's first instruction and to the end, beside the engine's own floor and its usual clients."""
import threading
import time

from measuring import percentile
from stand import Floor, milliseconds, same_container

# By which each is told as a ratio, in the order of the table.
REFERENCES = {
    "engine: create + start": None, "engine: create + start + wait + remove": None, "docker run --rm": None,
    "docker run --rm --network none": "docker run --rm", "docker SDK for Python": "docker run --rm",
    "outpost: accept": None, "outpost: accepted → container started": "engine: create + start",
    "outpost: accepted → first instruction": "engine: create + start", "outpost: whole dispatch": "docker run --rm",
}


def measure(bench, report):
    rounds = 8 if bench.quick else 40
    with bench.stand() as stand:
        client = stand.client()
        stand.succeed(client)  # makes the image
        body = same_container(stand, ["/bin/true"])
        floor = Floor(stand.engine.socket, body)
        image = body["Image"]
        sdk = docker_sdk(stand.engine.socket)
        seen = {name: [] for name in REFERENCES}
        starts = Starts(stand)
        for turn in range(rounds + 1):
            sample = {}
            started, whole = floor.run(f"outpost-bench-{turn}")
            sample["engine: create + start"], sample["engine: create + start + wait + remove"] = started, whole
            sample.update(dispatch(stand, client, starts))
            command = ["docker", "run", "--rm", "--entrypoint", "/bin/true", image]
            sample["docker run --rm"] = milliseconds(command)
            sample["docker run --rm --network none"] = milliseconds([*command[:3], "--network", "none", *command[3:]])
            if sdk:
                sample["docker SDK for Python"] = sdk(image)
            for name, value in sample.items() if turn else ():  # the first warms up
                seen[name].append(value)
        starts.close()
    for name, values in seen.items():
        if values:
            report.row("cold", name, values, "ms", REFERENCES[name])
    median = {name: percentile(values, 0.5) for name, values in seen.items()}
    report.bar(
        "P1", "accepted → first instruction, as a multiple of the engine's create + start",
        median["outpost: accepted → first instruction"] / median["engine: create + start"], 1.15,
    )
    report.bar(
        "P1", "a whole dispatch, as a multiple of docker run --rm with the default network",
        median["outpost: whole dispatch"] / median["docker run --rm"], 1,
    )


def dispatch(stand, client, starts):
    id, before, accepted, events = stand.succeed(client)
    return {
        "outpost: accept": 1000 * (accepted - before),
        "outpost: accepted → first instruction": 1000 * (first_instruction(events) - accepted),
        "outpost: accepted → container started": 1000 * (starts.moment(id) - accepted),
        "outpost: whole dispatch": 1000 * (events[-1][0] - before),
    }


def first_instruction(events):
    """What the agent said of it; its clock is ours."""
    for _, name, data in events:
        if name == "log" and data["message"].startswith("first "):
            return float(data["message"].split()[1])
    raise SystemExit(f"the agent did not say when it ran: {events}")


class Starts:
    """When the engine says that it started our containers."""

    def __init__(self, stand):
        self.moments, self.lock = {}, threading.Condition()
        self.stream = stand.engine_events()
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for event in self.stream:
            if event["Action"] == "start":
                with self.lock:
                    self.moments[event["Actor"]["Attributes"].get("outpost.dispatch")] = event["timeNano"] / 1e9
                    self.lock.notify_all()

    def moment(self, dispatch):
        with self.lock:
            if not self.lock.wait_for(lambda: dispatch in self.moments, timeout=30):
                raise SystemExit(f"the engine did not tell of the start of {dispatch}")
            return self.moments[dispatch]

    def close(self):
        self.stream.close()


def docker_sdk(socket_path):
    """A function that runs a container by the SDK and returns milliseconds; None where it is not installed."""
    try:
        import docker
    except ImportError:
        return None
    client = docker.DockerClient(base_url=f"unix://{socket_path}")

    def run(image):
        begun = time.perf_counter()
        client.containers.run(image, entrypoint="/bin/true", remove=True)
        return 1000 * (time.perf_counter() - begun)

    return run
