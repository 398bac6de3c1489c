"""A socket before the engine's that knows whose call each one is, and does to it what the test says."""
import json
import re
import socket
import threading
import time

# Verb of a call that names a container; the others have names of their own.
CONTAINER = re.compile(r"^(?:/v[\d.]+)?/containers/([^/?]+)(?:/([a-z]+))?(?:\?|$)")
OTHERS = [
    ("create", "POST", re.compile(r"/containers/create\?.*\bname=([^&]+)")),
    ("list", "GET", re.compile(r"/containers/json\b")),
    ("image", "GET", re.compile(r"/images/.+/json\b")),
    ("images", "GET", re.compile(r"/images/json\b")),
    ("volume", "POST", re.compile(r"/volumes/create\b")),
    ("volumes", "GET", re.compile(r"/volumes\b")),
    ("unvolume", "DELETE", re.compile(r"/volumes/")),
]
STREAMS = {"attach", "wait", "logs"}
FAULTS = ["hang", "delay", "drop_request", "drop_response", "truncate", "http500", "garbage", "canned"]
GARBAGE = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n<<< garbage >>>"
EMPTY = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n[]"
FAILED = (
    b"HTTP/1.1 500 Internal Server Error\r\nContent-Type: application/json\r\nContent-Length: 29\r\n\r\n"
    b'{"message":"planned failure"}'
)


class Rule:
    """What happens to the nth call of a verb, of one dispatch or of all; once."""

    def __init__(self, verb, fault, nth=1, action=None):
        self.verb, self.fault, self.nth, self.action = verb, fault, nth, action
        self.seen, self.fired = 0, threading.Event()

    def matches(self, verb):
        if verb != self.verb or self.fired.is_set():
            return False
        self.seen += 1
        if self.seen < self.nth:
            return False
        self.fired.set()
        return True


class FaultProxy:
    """Rules are by dispatch, which has to be told before its container is made, and for calls of nobody's by verb."""

    def __init__(self, path, engine):
        self.path, self.engine = path, engine
        self.lock = threading.Condition()
        # Seconds before any call reaches the engine.
        self.slowness = 0
        self.rules, self.common, self.owners = {}, [], {}
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(path)
        self.listener.listen(64)
        threading.Thread(target=self.accept, daemon=True).start()

    def tell(self, dispatch, rules):
        with self.lock:
            self.rules[dispatch] = list(rules)
            self.lock.notify_all()

    def close(self):
        self.listener.close()

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(client,), daemon=True).start()

    def serve(self, client):
        try:
            self.answer(client)
        except OSError:
            pass
        finally:
            # Also while another thread reads from it.
            try:
                client.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            client.close()

    def answer(self, client):
        head, rest = read_head(client)
        if not head:
            return
        method, target = head.split(b"\r\n", 1)[0].decode().split()[:2]
        verb, dispatch = self.whose(method, target)
        rule = self.rule(verb, dispatch)
        fault = rule.fault if rule else "pass"
        if rule and rule.action and fault == "before":
            rule.action()
            return
        if fault == "hang":
            while client.recv(65536):
                pass
            return
        if fault in ("http500", "garbage", "canned"):
            client.sendall({"http500": FAILED, "garbage": GARBAGE, "canned": EMPTY}[fault])
            return
        if fault == "drop_request":
            return
        # The fault itself: nothing is waited for.
        time.sleep(self.slowness + (3 if fault == "delay" else 0))
        self.forward(client, head, rest, verb, dispatch, fault, rule)

    def forward(self, client, head, rest, verb, dispatch, fault, rule):
        # One call a connection: the answer ends where the engine closes it.
        if b"\r\nupgrade:" not in head.lower():
            head = re.sub(rb"\r\nConnection:[^\r]*", b"", head, flags=re.IGNORECASE) + b"\r\nConnection: close"
        with socket.socket(socket.AF_UNIX) as engine:
            engine.connect(self.engine)
            engine.sendall(head + b"\r\n\r\n" + rest)
            threading.Thread(target=pump, args=(client, engine), daemon=True).start()
            answer, body = read_head(engine)
            if not answer:
                # The engine hung up: so do we, rather than make an answer of nothing.
                return
            if verb == "create":
                body += read_all(engine)
                self.learn(body, dispatch)
            if fault == "pass" or fault == "delay":
                client.sendall(answer + b"\r\n\r\n" + body)
                pump(engine, client)
                return
            if verb not in STREAMS:
                body += read_all(engine)
            if rule.action:
                rule.action()
            elif fault == "truncate":
                # A whole head and half a body where there is one, else half a head.
                client.sendall(answer + b"\r\n\r\n" + body[: len(body) // 2] if body else answer[: len(answer) // 2])

    def whose(self, method, target):
        for verb, expected, pattern in OTHERS:
            found = pattern.search(target)
            if method == expected and found:
                return verb, self.of_name(found.group(1)) if verb == "create" else None
        found = CONTAINER.match(target)
        if not found:
            return "other", None
        verb = "remove" if method == "DELETE" else {"json": "inspect"}.get(found.group(2), found.group(2))
        with self.lock:
            return verb, self.owners.get(found.group(1)) or self.of_name(found.group(1))

    @staticmethod
    def of_name(name):
        parts = name.split("-")
        return parts[-2].upper() if name.startswith("outpost-") and len(parts) >= 4 else None

    def learn(self, body, dispatch):
        found = re.search(rb'"Id":"([0-9a-f]{64})"', body)
        if found:
            with self.lock:
                self.owners[found.group(1).decode()] = dispatch

    def rule(self, verb, dispatch):
        with self.lock:
            if dispatch:
                self.lock.wait_for(lambda: dispatch in self.rules, timeout=300)
                rules = self.rules.get(dispatch, [])
            else:
                rules = self.common
            return next((rule for rule in rules if rule.matches(verb)), None)


def read_head(connection):
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(65536)
        if not piece:
            return b"", b""
        data += piece
    head, _, rest = data.partition(b"\r\n\r\n")
    return head, rest


def read_all(connection):
    data = b""
    while piece := connection.recv(65536):
        data += piece
    return data


def pump(source, sink):
    try:
        while piece := source.recv(65536):
            sink.sendall(piece)
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        # Whoever went away ends the other side too.
        for end in (source, sink):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
