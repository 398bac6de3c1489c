"""What the checks run: the program, a server of its own, an agent and a repository."""
import os
import signal
import subprocess

import pseudo
from engine_client import EngineClient, engine_socket
from serving import TERMINAL, Client, Server


# A task has ten characters at least.
BECAUSE = "because the test wants it"


class Bench:
    def __init__(self, binary, work, agent):
        self.binary, self.work, self.agent = binary, work, agent
        self.engine = EngineClient(engine_socket())
        self.server = Server(binary, work, {})
        home = f"{work}/home"
        os.makedirs(home)
        # Neither the login of whoever runs this nor the wishes of their shell.
        self.environment = {
            "PATH": os.environ["PATH"], "HOME": home, "TERM": "xterm-256color", "LANG": "C.UTF-8",
            "DOCKER_HOST": f"unix://{self.engine.socket}", "OUTPOST_DATA_DIR": self.server.data,
            "OUTPOST_AGENTS_DIR": f"{work}/agents", "GIT_CONFIG_GLOBAL": "/dev/null",
        }
        self.repository = f"{work}/repository"

    def open(self):
        subprocess.run(["git", "init", "-q", "-b", "main", self.repository], check=True)
        with open(f"{self.repository}/changed.txt", "w", encoding="utf-8") as file:
            file.write("as it was\n")
        identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com"]
        for words in (["add", "-A"], [*identity, "commit", "-q", "-m", "Begin"]):
            subprocess.run(["git", "-C", self.repository, *words], check=True)
        self.server.start()
        self.server.wait()
        self.server.command("tenants", "create", "a-tenant-with-quite-a-long-name")
        self.client = Client(self.server, self.server.key("operator", "dispatch,status,list,cancel"))

    def close(self):
        if self.server.process and self.server.process.poll() is None:
            self.server.kill(signal.SIGTERM)
        runs = f"{self.server.data}/runs"
        instances = os.listdir(runs) if os.path.isdir(runs) else []
        try:
            instances.append(self.server.instance())
        except FileNotFoundError:
            pass
        self.engine.remove_traces(instances, self.agent)

    def on_terminal(self, *arguments, columns=80, pipes=(), **variables):
        """Runs the program to its end where its streams are a terminal, but for the pipes."""
        return pseudo.run(
            [self.binary, *arguments], {**self.environment, **variables}, columns=columns, pipes=pipes,
            folder=self.repository,
        )

    def started(self, *arguments, columns=80, pipes=(), **variables):
        """Starts it there; whoever calls stops it."""
        return pseudo.Program(
            [self.binary, *arguments], {**self.environment, **variables}, columns, pipes, self.repository
        )

    def piped(self, *arguments, **variables):
        return pseudo.piped([self.binary, *arguments], {**self.environment, **variables}, cwd=self.repository)

    def dispatched(self, task):
        """Makes a dispatch and waits for its end; returns its id."""
        status, data = self.client.call("POST", "/dispatch", {"agent": self.agent, "task": f"{task} {BECAUSE}"})
        assert status == 201, f"{status} {data}"
        ended = self.piped("wait", data["dispatchId"], "-q")
        assert self.client.call("GET", f"/dispatch/{data['dispatchId']}")[1]["status"] in TERMINAL, str(ended)
        return data["dispatchId"]
