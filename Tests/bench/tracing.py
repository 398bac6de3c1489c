"""A socket before the engine's that notes when each call came and when its answer began."""
import re
import socket
import threading
import time

CALLS = [
    ("image", "GET", r"/images/.+/json"), ("create", "POST", r"/containers/create"),
    ("inspect", "GET", r"/containers/[^/?]+/json"), ("attach", "POST", r"/containers/[^/?]+/attach"),
    ("start", "POST", r"/containers/[^/?]+/start"), ("wait", "POST", r"/containers/[^/?]+/wait"),
    ("remove", "DELETE", r"/containers/[^/?]+"),
]
CALLS = [(name, re.compile(rf"^{method} (?:/v[\d.]+)?{path}(?:\?\S*)? HTTP/".encode())) for name, method, path in CALLS]


class TracingProxy:
    """A call is (name, when it came, when its answer began, when the last of it came), by the wall clock."""

    def __init__(self, path, engine):
        self.path, self.engine = path, engine
        self.calls, self.lock = [], threading.Lock()
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(path)
        self.listener.listen(64)
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.join, args=(client,), daemon=True).start()

    def join(self, client):
        engine = socket.socket(socket.AF_UNIX)
        engine.connect(self.engine)
        asked = []  # the call that this connection answers
        threading.Thread(target=self.pump, args=(engine, client, asked, False), daemon=True).start()
        self.pump(client, engine, asked, True)

    def pump(self, source, target, asked, is_request):
        try:
            while data := source.recv(65536):
                moment = time.time()
                if is_request:
                    name = next((name for name, pattern in CALLS if pattern.match(data)), None)
                    if name:
                        asked[:] = [[name, moment, None, None]]
                elif asked:
                    with self.lock:
                        call = asked[0]
                        if call[2] is None:
                            self.calls.append(call)
                        call[2:] = [call[2] or moment, moment]
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def take(self):
        """What was called since the last time."""
        with self.lock:
            calls, self.calls = self.calls, []
        return calls

    def close(self):
        self.listener.close()
