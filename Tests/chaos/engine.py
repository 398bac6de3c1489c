"""A private Docker Engine in namespaces of its own, which can be killed and started again."""
import os
import shutil
import signal
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../support"))
from engine_client import EngineClient


class Engine(EngineClient):
    def __init__(self, folder, live_restore):
        self.folder = folder
        super().__init__(f"{folder}/d.sock")
        self.live_restore = live_restore
        self.daemon = None
        os.makedirs(folder)
        # Its network namespace keeps it from another engine's bridge; its mounts end with the process that holds them.
        self.holder = subprocess.Popen(
            ["unshare", "--net", "--mount", "--propagation", "private", "sleep", "infinity"], start_new_session=True
        )
        while os.readlink(f"/proc/{self.holder.pid}/ns/mnt") == os.readlink("/proc/self/ns/mnt"):
            if self.holder.poll() is not None:
                raise SystemExit("chaos: no namespaces of its own can be had; this needs root")
            time.sleep(0.01)

    def start(self):
        self.end_containerd()
        for stale in ("pid", "d.sock"):
            if os.path.lexists(f"{self.folder}/{stale}"):
                os.unlink(f"{self.folder}/{stale}")
        command = [
            "nsenter", "--target", str(self.holder.pid), "--net", "--mount", "dockerd",
            "--data-root", f"{self.folder}/data", "--exec-root", f"{self.folder}/exec",
            "--host", f"unix://{self.socket}", "--pidfile", f"{self.folder}/pid",
            "--bridge=none", "--iptables=false", "--ip6tables=false",
        ]
        if self.live_restore:
            command.append("--live-restore")
        log = open(f"{self.folder}/log", "ab")
        self.daemon = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
        deadline = time.monotonic() + 180
        while time.monotonic() < deadline:
            try:
                if self.call("GET", "/_ping", raw=True) == b"OK":
                    return
            except OSError:
                pass
            time.sleep(0.1)
        raise SystemExit(f"chaos: the private engine does not answer; see {self.folder}/log")

    def end_containerd(self):
        """A killed daemon leaves its containerd behind, which the next one waits for in vain. Shims outlive both."""
        folder = f"{self.folder}/exec/containerd"
        try:
            with open(f"{folder}/containerd.pid", encoding="ascii") as file:
                process = int(file.read())
            with open(f"/proc/{process}/cmdline", "rb") as file:
                if self.folder.encode() in file.read():
                    os.kill(process, signal.SIGKILL)
        except (OSError, ValueError):
            pass
        for name in ("containerd.pid", "containerd.sock", "containerd.sock.ttrpc", "containerd-debug.sock"):
            if os.path.lexists(f"{folder}/{name}"):
                os.unlink(f"{folder}/{name}")

    def kill(self, how=signal.SIGKILL):
        """Ends the daemon; its containers run on until the next one decides about them."""
        self.signal(how)
        self.daemon.wait(timeout=120)

    def signal(self, how):
        with open(f"{self.folder}/pid", encoding="ascii") as file:
            os.kill(int(file.read()), how)

    def processes(self):
        """Those in its network namespace, but for the one that holds it."""
        own = os.readlink(f"/proc/{self.holder.pid}/ns/net")
        for name in filter(str.isdigit, os.listdir("/proc")):
            try:
                if int(name) != self.holder.pid and os.readlink(f"/proc/{name}/ns/net") == own:
                    yield int(name)
            except OSError:
                pass

    def shims(self):
        """How many containers' keepers have a process of the container.

        A killed engine loses those that it was just making, and they stay: with no process, or with runc's own one, which
        waits to become the container's first.
        """
        found = 0
        for process in self.processes():
            try:
                with open(f"/proc/{process}/comm", encoding="utf-8") as file:
                    is_shim = file.read().startswith("containerd-shim")
                with open(f"/proc/{process}/task/{process}/children", encoding="ascii") as file:
                    children = file.read().split() if is_shim else []
                for child in children:
                    with open(f"/proc/{child}/comm", encoding="utf-8") as file:
                        found += not file.read().startswith("runc")
            except OSError:
                pass
        return found

    def load(self, image, source):
        """Copies an image from another engine."""
        save = subprocess.Popen(["docker", "--host", source, "save", image], stdout=subprocess.PIPE)
        subprocess.run(
            ["docker", "--host", f"unix://{self.socket}", "load", "--quiet"],
            stdin=save.stdout, stdout=subprocess.DEVNULL, check=True,
        )
        if save.wait() != 0:
            raise SystemExit(f"chaos: {image} could not be copied from {source}")

    def remove(self):
        try:
            self.kill(signal.SIGTERM)
        except (OSError, subprocess.TimeoutExpired):
            pass
        # What the daemon left, such as its containerd and shims, runs in the same network namespace.
        for process in self.processes():
            try:
                os.kill(process, signal.SIGKILL)
            except OSError:
                pass
        self.holder.kill()
        self.holder.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
