"""How much sooner an agent starts when its repository is cloned from the mirror, beside a clone from a slow forge."""
import glob
import http.server
import os
import subprocess
import tempfile
import threading
import time

from cold import first_instruction

RATE = 10  # MiB a second that the forge gives
NAMES = {"safe.directory": "*", "user.name": "b", "user.email": "b@example.test"}


def measure(bench, report):
    size = 8 if bench.quick else 50
    with tempfile.TemporaryDirectory(prefix="b-", dir="/tmp") as root:
        make_repository(root, size)
        forge = http.server.ThreadingHTTPServer(("127.0.0.1", 0), forge_of(root))
        threading.Thread(target=forge.serve_forever, daemon=True).start()
        base = f"http://127.0.0.1:{forge.server_address[1]}"
        try:
            with bench.stand(OUTPOST_GIT_BASE_URL=base) as stand:
                compare(stand, report, size)
        finally:
            forge.shutdown()


def compare(stand, report, size):
    client = stand.client()
    stand.succeed(client)
    empty = [seconds_to_start(stand, client) for _ in range(3)]
    plain = sorted(empty)[1]
    first = seconds_to_start(stand, client, repo="o/r", workspaceInitMode="full") - plain
    deadline = time.monotonic() + 120
    # The agent may have ended; its mirror is completed nevertheless.
    while not glob.glob(f"{stand.server.data}/mirrors/*/*/outpost-refs") and time.monotonic() < deadline:
        time.sleep(0.2)
    later = [seconds_to_start(stand, client, repo="o/r", workspaceInitMode="full") - plain for _ in range(3)]
    report.row("clone", "start without a repository", empty, "s")
    report.row("clone", "on top of it: the first clone, from the forge", [first], "s")
    report.row("clone", "on top of it: later ones, from the mirror", later, "s",
               "on top of it: the first clone, from the forge")
    report.note("clone", f"{size} MiB; the forge gives {RATE} MiB a second.")


def seconds_to_start(stand, client, **fields):
    _, before, _, events = stand.succeed(client, **fields)
    return first_instruction(events) - before


def git(*words):
    settings = [word for name, value in NAMES.items() for word in ("-c", f"{name}={value}")]
    subprocess.run(["git", *settings, *words], check=True, stdout=subprocess.DEVNULL)


def make_repository(root, size):
    git("init", "-q", "-b", "main", f"{root}/source")
    for number in range(size):
        with open(f"{root}/source/{number}.bin", "wb") as file:
            file.write(os.urandom(1 << 20))
    git("-C", f"{root}/source", "add", "--all")
    git("-C", f"{root}/source", "commit", "-qm", "start")
    git("clone", "-q", "--bare", f"{root}/source", f"{root}/o/r.git")


def forge_of(root):
    """Git's own server on HTTP, slowed down to the rate."""

    class Forge(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def serve(self):
            body = self.rfile.read(int(self.headers.get("content-length", "0")))
            if self.headers.get("transfer-encoding") == "chunked":
                while size := int(self.rfile.readline(), 16):
                    body += self.rfile.read(size)
                    self.rfile.readline()
                self.rfile.readline()
            answer = subprocess.run(
                ["git", "http-backend"], input=body, env=self.variables(body), stdout=subprocess.PIPE, check=False
            ).stdout
            head, _, rest = answer.partition(b"\r\n\r\n")
            self.send_response(200)
            for line in head.decode().split("\r\n"):
                self.send_header(*line.split(": ", 1))
            self.send_header("content-length", str(len(rest)))
            self.end_headers()
            for start in range(0, len(rest), 1 << 20):
                self.wfile.write(rest[start:start + (1 << 20)])
                time.sleep(1 / RATE)

        def variables(self, body):
            path, _, query = self.path.partition("?")
            return {
                "PATH": os.environ["PATH"], "GIT_PROJECT_ROOT": root, "GIT_HTTP_EXPORT_ALL": "1", "PATH_INFO": path,
                "QUERY_STRING": query, "REQUEST_METHOD": self.command, "CONTENT_LENGTH": str(len(body)),
                "CONTENT_TYPE": self.headers.get("content-type", ""), "GIT_CONFIG_COUNT": "1",
                "GIT_CONFIG_KEY_0": "safe.directory", "GIT_CONFIG_VALUE_0": "*",
                "HTTP_CONTENT_ENCODING": self.headers.get("content-encoding", ""),
                "GIT_PROTOCOL": self.headers.get("git-protocol", ""),
            }

        do_GET = do_POST = serve

        def log_message(self, *_):
            pass

    return Forge
