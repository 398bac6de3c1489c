"""Where the documents' commands run: a server on a real engine, agents without a provider, a git server, a project."""
import functools
import http.server
import json
import os
import shutil
import signal
import subprocess
import threading
import time
import urllib.request

AGENTS = ["claude", "codex", "aider", "gemini", "grok"]
IMAGES = "outpost-test/readme"
KEYS = ["ANTHROPIC_API_KEY", "OPENAI_API_KEY", "DEEPSEEK_API_KEY", "GOOGLE_API_KEY", "XAI_API_KEY"]
HERE = os.path.dirname(os.path.abspath(__file__))


class GitHandler(http.server.BaseHTTPRequestHandler):
    """`git http-backend` over HTTP."""

    def __init__(self, root, *arguments):
        self.root = root
        super().__init__(*arguments)

    def do_GET(self):
        path, _, query = self.path.partition("?")
        length = int(self.headers.get("Content-Length") or 0)
        environment = dict(
            os.environ, GIT_PROJECT_ROOT=self.root, GIT_HTTP_EXPORT_ALL="1", PATH_INFO=path, QUERY_STRING=query,
            REQUEST_METHOD=self.command, CONTENT_TYPE=self.headers.get("Content-Type", ""), CONTENT_LENGTH=str(length),
            HTTP_CONTENT_ENCODING=self.headers.get("Content-Encoding", ""),
            HTTP_GIT_PROTOCOL=self.headers.get("Git-Protocol", ""), REMOTE_USER="readme",
        )
        body = self.rfile.read(length) if length else self.chunks()
        if not length:
            environment["CONTENT_LENGTH"] = str(len(body))
        answer = subprocess.run(["git", "http-backend"], input=body, env=environment, capture_output=True, check=False)
        head, _, content = answer.stdout.partition(b"\r\n\r\n")
        fields = [line.split(": ", 1) for line in head.decode().split("\r\n") if ": " in line]
        status = next((value for name, value in fields if name == "Status"), "200 OK")
        self.send_response(int(status.split()[0]))
        for name, value in fields:
            if name != "Status":
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_POST = do_GET

    def chunks(self):
        if "chunked" not in self.headers.get("Transfer-Encoding", ""):
            return b""
        body = b""
        while size := int(self.rfile.readline(), 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def log_message(self, *_):
        pass


class Bench:
    """What all documents share. Each has a server, a data directory and a home of its own."""

    def __init__(self, binary, work):
        self.binary, self.work = binary, work
        self.processes = []
        self.make_agents()
        self.make_repository()
        os.makedirs(f"{work}/bin")
        os.symlink(binary, f"{work}/bin/outpost")
        # In the place of a password manager's command.
        self.script(f"{work}/bin/op", "date +%s%N | sha256sum | cut -c1-32")
        handler = functools.partial(GitHandler, f"{work}/git")
        self.git = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=self.git.serve_forever, daemon=True).start()

    def script(self, path, text):
        with open(path, "w", encoding="utf-8") as file:
            file.write(f"#!/bin/sh\n{text}\n")
        os.chmod(path, 0o755)

    def make_agents(self):
        for name in AGENTS:
            shutil.copytree(f"{HERE}/agent", f"{self.work}/programs/{name}")
            path = f"{self.work}/programs/{name}/agent.yaml"
            with open(path, encoding="utf-8") as file:
                text = file.read()
            with open(path, "w", encoding="utf-8") as file:
                key = KEYS[AGENTS.index(name)]
                file.write(text.replace("@NAME@", name).replace("@IMAGE@", f"{IMAGES}-{name}").replace("@KEY@", key))

    def make_repository(self):
        bare, seed = f"{self.work}/git/owner/name.git", f"{self.work}/seed"
        self.call("git", "init", "--quiet", "--bare", "--initial-branch=main", bare)
        self.call("git", "-C", bare, "config", "http.receivepack", "true")
        self.call("git", "init", "--quiet", "--initial-branch=main", seed)
        with open(f"{seed}/parse.py", "w", encoding="utf-8") as file:
            file.write("def parse(text):\n    return text.split()\n")
        self.call("git", "-C", seed, "add", ".")
        self.call("git", "-C", seed, "-c", "user.name=R", "-c", "user.email=r@example.com", "commit", "-qm", "Parse")
        self.call("git", "-C", seed, "push", "--quiet", bare, "main")

    def call(self, *words):
        subprocess.run(words, check=True, capture_output=True)

    def environment(self, name):
        home = f"{self.work}/{name}"
        os.makedirs(f"{home}/tmp", exist_ok=True)
        values = {key: f"value-of-{key.lower()}" for key in KEYS}
        return values | {
            "PATH": f"{self.work}/bin:{os.environ['PATH']}", "HOME": f"{home}/home", "LANG": "C.UTF-8",
            "DOCKER_HOST": os.environ["DOCKER_HOST"], "OUTPOST_DATA_DIR": f"{home}/data",
            "OUTPOST_AGENTS_DIR": f"{self.work}/programs", "XDG_RUNTIME_DIR": f"{home}/run",
            # What a demonstration leaves to look at goes with the rest.
            "TMPDIR": f"{home}/tmp",
            "OUTPOST_GIT_BASE_URL": f"http://127.0.0.1:{self.git.server_port}", "OUTPOST_GIT_SSH": "git.lan:2222",
            "GIT_AUTHOR_NAME": "R", "GIT_AUTHOR_EMAIL": "r@example.com", "GIT_COMMITTER_NAME": "R",
            "GIT_COMMITTER_EMAIL": "r@example.com",
        } | {key: value for key, value in os.environ.items() if key in ("OUTPOST_BASE_IMAGE", "OUTPOST_CA_CERTIFICATES")}

    def project(self, name):
        """A folder with what the documents' commands name, and a checkout in it."""
        folder = f"{self.work}/{name}"
        for part in ("home", "run"):
            os.makedirs(f"{folder}/{part}")
        # An answer that is an error is a failure of curl.
        with open(f"{folder}/home/.curlrc", "w", encoding="ascii") as file:
            file.write("fail\n")
        project = f"{folder}/your-project"
        self.call("git", "clone", "--quiet", f"{self.work}/git/owner/name.git", project)
        self.call("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", f"{project}/deploy")
        with open(f"{project}/deploy.pub", encoding="ascii") as key, open(f"{project}/hosts", "w", encoding="ascii") as hosts:
            hosts.write("[git.lan]:2222 " + " ".join(key.read().split()[:2]) + "\n")
        self.script(f"{project}/is-good", "exit 0")
        for file, text in (("task.md", "Add a test for parse().\n"), (".env", "PLAIN=value-of-plain\n")):
            with open(f"{project}/{file}", "w", encoding="utf-8") as target:
                target.write(text)
        # What is only there for the commands is no change of the project.
        with open(f"{project}/.git/info/exclude", "a", encoding="utf-8") as file:
            file.write("*\n!*.py\n!parse_test*\n")
        return project

    def serve(self, environment, *arguments, folder):
        """A server on a free port: the process and the port."""
        log = f"{folder}/serve-{len(self.processes)}.log"
        with open(log, "wb") as file:
            process = subprocess.Popen(
                [self.binary, "serve", *arguments, "--port", "0"], env=environment, stdout=file, stderr=file
            )
        self.processes.append(process)
        deadline = time.monotonic() + 300
        while time.monotonic() < deadline and process.poll() is None:
            with open(log, encoding="utf-8", errors="replace") as file:
                _, found, rest = file.read().partition("listening on 127.0.0.1:")
            if found and "\n" in rest:
                return process, int(rest.partition("\n")[0].split()[0])
            time.sleep(0.05)
        with open(log, encoding="utf-8", errors="replace") as file:
            raise SystemExit(f"readme: the server does not start: {file.read()[-500:]}")

    def stop(self, process):
        process.send_signal(signal.SIGTERM)
        return process.wait(timeout=300)

    def document(self, port):
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/openapi.json", timeout=120) as answer:
            return json.load(answer)

    def clean_up(self):
        for process in self.processes:
            if process.poll() is None:
                process.kill()
                process.wait()
        instances = [f"{self.work}/{name}/data/instance" for name in os.listdir(self.work)]
        for path in filter(os.path.exists, instances):
            with open(path, encoding="ascii") as file:
                self.remove("ps", "--all", "--quiet", "--filter", f"label=outpost.instance={file.read().strip()}")
        self.git.shutdown()

    def remove(self, *listing):
        found = subprocess.run(["docker", *listing], capture_output=True, text=True, check=False).stdout.split()
        if found:
            subprocess.run(["docker", "rm", "--force", "--volumes", *found], capture_output=True, check=False)
