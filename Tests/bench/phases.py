"""Where the time of one dispatch goes: what the client saw, the engine was asked, and the runtime in the container said."""
import sqlite3
import time

from tracing import TracingProxy

# From one moment to the next: name, from, to. The moments are those of `moments`, in order of time.
PHASES = [
    ("accept: request → 201", "sent", "accepted"),
    ("accepted → image asked for (queue, plan)", "accepted", "image asked"),
    ("image check", "image asked", "image"),
    ("→ create asked for (transition, door)", "image", "create asked"),
    ("engine: create", "create asked", "create"),
    ("engine: inspect, and the comparison", "create", "inspect"),
    ("→ attach asked for (transition)", "inspect", "attach asked"),
    ("engine: attach", "attach asked", "attach"),
    ("→ start asked for", "attach", "start asked"),
    ("engine: start asked → runtime's bash", "start asked", "bash"),
    ("engine: start asked → answered", "start asked", "start"),
    ("runtime: libraries read", "bash", "relay_start"),
    ("runtime: relay", "relay_start", "job_fetch"),
    ("runtime: job fetched", "job_fetch", "["),
    ("runtime: workspace, context", "[", "agent_announce"),
    ("runtime: started, made durable", "agent_announce", "agent_run"),
    ("runtime: → agent's first instruction", "agent_run", "first"),
    ("agent: first instruction → its line at a reader", "first", "line"),
    ("agent: first instruction → runtime goes on", "first", "trap end"),
    ("runtime: other processes ended, relay again", "trap end", "collect"),
    ("runtime: artifacts packed and handed in", "collect", "door_finished"),
    ("runtime: end told", "door_finished", "exit"),
    ("runtime: exit → engine says so", "exit", "wait"),
    ("exit seen → verdict (the last of the log)", "wait", "ended"),
    ("verdict → at a reader (seal, transition)", "ended", "end"),
    ("removal: asked → gone (not on the path)", "remove asked", "remove"),
    ("accepted → agent's first instruction", "accepted", "first"),
    ("agent's first instruction → terminal", "first", "end"),
    ("whole dispatch", "sent", "end"),
]


def measure(bench, report):
    rounds = 5 if bench.quick else 30
    with bench.stand(traced=True) as stand:
        client = stand.client()
        stand.succeed(client, agent="bench-traced")
        found = []
        for _ in range(rounds):
            stand.proxy.take()
            found.append(moments(stand, client))
    for name, begin, end in PHASES:
        values = [1000 * (one[end] - one[begin]) for one in found if begin in one and end in one]
        report.row("phases", name, values, "ms")
    report.note("phases", "Of dispatches that are traced, one at a time; tracing costs the runtime a few milliseconds.")


def moments(stand, client):
    """Every moment of one dispatch by its name."""
    id, sent, accepted, events = stand.succeed(client, agent="bench-traced")
    moment = {"sent": sent, "accepted": accepted, "end": events[-1][0]}
    for at, name, data in events:
        words = data.get("message", "").split() if name == "log" else []
        if words[:1] == ["first"]:
            moment["first"], moment["line"] = float(words[1]), at
        elif words[:1] == ["step"]:
            # The second `trap` of the main line comes when the agent has ended.
            step = "trap end" if words[2] == "trap" and "trap" in moment else words[2]
            moment.setdefault(step, float(words[1]))
    for name, asked, answered, ended in sorted(await_removal(stand.proxy), key=lambda call: call[1]):
        # The engine is also asked about the dispatches before, and about containers that are not there yet.
        if asked < sent or (name == "inspect" and "create" not in moment):
            continue
        moment.setdefault(f"{name} asked", asked)
        # The head of the answer to wait comes at once; its body when the container has ended.
        moment.setdefault(name, ended if name == "wait" else answered)
    with sqlite3.connect(f"file:{stand.server.data}/outpost.sqlite?mode=ro", uri=True) as database:
        moment["ended"] = database.execute(
            "SELECT at FROM dispatchEvent WHERE dispatch = ? AND kind = 'concluded'", (id,)
        ).fetchone()[0]
    return moment


def await_removal(proxy):
    """The calls of a dispatch; its removal is asked for after its end was told."""
    calls, deadline = proxy.take(), time.monotonic() + 30
    while not any(call[0] == "remove" for call in calls) and time.monotonic() < deadline:
        time.sleep(0.002)
        calls += proxy.take()
    return calls
