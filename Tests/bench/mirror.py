#!/usr/bin/env python3
"""How much sooner an agent starts when its repository is cloned from the mirror: `mirror.py [MIB] [MIB-PER-SECOND]`.

A server for git on this machine, slowed down to the given rate, stands for a forge. Needs an engine and a built outpost.
"""
import base64, datetime, glob, http.server, json, os, shutil, subprocess, sys, tempfile, threading, time, urllib.request

SIZE = int(sys.argv[1]) if len(sys.argv) > 1 else 50
RATE = int(sys.argv[2]) if len(sys.argv) > 2 else 10
OUTPOST = os.environ.get("OUTPOST_BINARY", os.path.join(os.path.dirname(__file__), "../../.build/debug/outpost"))
AGENT = "bench-mirror"
root = tempfile.mkdtemp(prefix="b-", dir="/tmp")
data = root + "/data"


class Forge(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def serve(self):
        body = self.rfile.read(int(self.headers.get("content-length", "0")))
        if self.headers.get("transfer-encoding") == "chunked":
            while size := int(self.rfile.readline(), 16):
                body += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
        path, _, query = self.path.partition("?")
        variables = {"PATH": os.environ["PATH"], "GIT_PROJECT_ROOT": root, "GIT_HTTP_EXPORT_ALL": "1", "PATH_INFO": path,
                     "QUERY_STRING": query, "REQUEST_METHOD": self.command, "CONTENT_LENGTH": str(len(body)),
                     "CONTENT_TYPE": self.headers.get("content-type", ""), "GIT_CONFIG_COUNT": "1",
                     "GIT_CONFIG_KEY_0": "safe.directory", "GIT_CONFIG_VALUE_0": "*",
                     "HTTP_CONTENT_ENCODING": self.headers.get("content-encoding", ""),
                     "GIT_PROTOCOL": self.headers.get("git-protocol", "")}
        answer = subprocess.run(["git", "http-backend"], input=body, env=variables, stdout=subprocess.PIPE).stdout
        head, _, rest = answer.partition(b"\r\n\r\n")
        self.send_response(200)
        for line in head.decode().split("\r\n"):
            self.send_header(*line.split(": ", 1))
        self.send_header("content-length", str(len(rest)))
        self.end_headers()
        for start in range(0, len(rest), 1 << 20):
            self.wfile.write(rest[start:start + (1 << 20)])
            time.sleep(1 / RATE)

    do_GET = do_POST = serve

    def log_message(self, *words):
        pass


def run(*arguments, **options):
    return subprocess.run(arguments, check=True, stdout=subprocess.PIPE, text=True, **options).stdout.strip()


def call(method, path, body=None):
    request = urllib.request.Request(url + path, json.dumps(body).encode() if body else None, method=method)
    request.add_header("X-API-Key", key)
    request.add_header("Content-Type", "application/json")
    return json.load(urllib.request.urlopen(request))["data"]


def seconds_to_start(work=0, **fields):
    """From the request to the agent's start."""
    id = call("POST", "/dispatch", {"agent": AGENT, "task": f"wait {work} seconds", "context": "none", **fields})["dispatchId"]
    while (state := call("GET", f"/dispatch/{id}?skipLogs=true"))["status"] not in ("success", "failed", "timeout"):
        time.sleep(0.2)
    if "startedAt" not in state:
        sys.exit(f"the agent did not start: {state.get('errorMessage')}")
    begun, started = (datetime.datetime.fromisoformat(state[name].replace("Z", "+00:00"))
                      for name in ("createdAt", "startedAt"))
    return (started - begun).total_seconds()


try:
    run("git", "init", "-q", "-b", "main", root + "/source")
    for number in range(SIZE):
        with open(f"{root}/source/{number}.bin", "wb") as file:
            file.write(os.urandom(1 << 20))
    git = ["git", "-C", root + "/source", "-c", "user.name=b", "-c", "user.email=b@example.test"]
    run(*git, "add", "--all")
    run(*git, "commit", "-qm", "start")
    run("git", "clone", "-q", "--bare", root + "/source", root + "/o/r.git")
    forge = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Forge)
    threading.Thread(target=forge.serve_forever, daemon=True).start()
    folder = f"{root}/agents/{AGENT}"
    os.makedirs(folder)
    for name, text in (("agent.yaml", f"schema: 1\nname: {AGENT}\nsummary: Waits\nimage: outpost-bench/{AGENT}\n"),
                       ("Dockerfile", "ARG BASE=outpost/base\nFROM ${BASE}\nCOPY run /opt/outpost/run\n"
                                      "RUN chmod 0755 /opt/outpost/run\n"),
                       ("run", "#!/bin/bash\nread -r _ seconds _ <\"$OUTPOST_TASK_FILE\"\nsleep \"$seconds\"\n")):
        with open(f"{folder}/{name}", "w") as file:
            file.write(text)
    run(OUTPOST, "tenants", "create", "bench", "--data-dir", data)
    key = run(OUTPOST, "keys", "create", "--tenant", "bench", "--scopes", "admin", "-q", "--data-dir", data)
    variables = {**os.environ, "OUTPOST_GIT_BASE_URL": f"http://127.0.0.1:{forge.server_address[1]}"}
    server = subprocess.Popen([OUTPOST, "serve", "--data-dir", data, "--agents-dir", root + "/agents", "--port", "0"],
                              env=variables, stderr=subprocess.PIPE, text=True)
    try:
        for line in server.stderr:
            if "listening on 127.0.0.1:" in line:
                port = line.split("listening on 127.0.0.1:")[1].split()[0].rstrip(",\"")
                url = "http://127.0.0.1:" + "".join(c for c in port if c.isdigit())
                break
        threading.Thread(target=server.stderr.read, daemon=True).start()
        seconds_to_start(workspaceInitMode="none")  # makes the image
        empty = seconds_to_start(workspaceInitMode="none")
        first = seconds_to_start(repo="o/r") - empty
        # The agent ended at once; its mirror is completed nevertheless.
        while not glob.glob(data + "/mirrors/*/*/outpost-refs"):
            time.sleep(0.2)
        second = seconds_to_start(repo="o/r") - empty
        print(f"{SIZE} MiB at {RATE} MiB/s: empty start {empty:.2f} s; on top of it the first clone {first:.2f} s, "
              f"the second {second:.2f} s, {first / max(second, 0.01):.1f} times as fast")
    finally:
        server.terminate()
        server.wait()
finally:
    shutil.rmtree(root)
    images = run("docker", "images", "-q", "--filter", f"label=outpost.image={AGENT}") if shutil.which("docker") else ""
    for image in set(images.split()):
        run("docker", "rmi", "-f", image)
