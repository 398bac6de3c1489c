"""Calls a Docker Engine on its socket."""
import http.client
import json
import os
import socket
import urllib.parse


def engine_socket():
    """The path in DOCKER_HOST, else the usual one."""
    host = os.environ.get("DOCKER_HOST", "unix:///var/run/docker.sock")
    if not host.startswith("unix://"):
        raise SystemExit("the engine has to be at a unix socket")
    return host.removeprefix("unix://")


class UnixConnection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("engine", timeout=300)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


class EngineClient:
    def __init__(self, path):
        self.socket = path

    def call(self, method, path, raw=False, **query):
        connection = UnixConnection(self.socket)
        try:
            suffix = "?" + urllib.parse.urlencode(query) if query else ""
            connection.request(method, path + suffix)
            answer = connection.getresponse()
            body = answer.read()
            return body if raw else (json.loads(body) if body else None)
        finally:
            connection.close()

    def labelled(self, kind, label):
        """What has the label: containers, images, networks or volumes."""
        path = {"networks": "/networks", "volumes": "/volumes"}.get(kind, f"/{kind}/json")
        found = self.call("GET", path, all="1", filters=json.dumps({"label": [label]}))
        return (found.get("Volumes") or []) if kind == "volumes" else found

    def owned(self, kind, instance):
        """What of ours there is: containers, networks or volumes."""
        return self.labelled(kind, f"outpost.instance={instance}")

    def remove_traces(self, instances, agent=None):
        """Removes the containers, volumes and networks of instances, and the images of an agent."""
        for instance in instances:
            for one in self.owned("containers", instance):
                self.call("DELETE", f"/containers/{one['Id']}", force="1", v="1")
            for one in self.owned("volumes", instance):
                self.call("DELETE", f"/volumes/{one['Name']}", force="1")
            for one in self.owned("networks", instance):
                self.call("DELETE", f"/networks/{one['Id']}")
        for one in self.labelled("images", f"outpost.image={agent}") if agent else ():
            self.call("DELETE", f"/images/{one['Id']}", force="1")
