#!/usr/bin/env python3
"""Dispatches an agent, follows its log, and prints the difference it made. A key and HTTP are all that it takes.

    export OUTPOST_URL=http://127.0.0.1:3000 OUTPOST_API_KEY=otp_...
    python3 client.py claude "Fix the failing test" owner/repository > fix.patch

The log goes to standard error. The exit status is 0 for success, 1 for any other end, 2 for a request that was refused.
"""
import json
import os
import sys
import urllib.error
import urllib.request

URL = os.environ.get("OUTPOST_URL", "http://127.0.0.1:3000").rstrip("/")


def call(method, path, body=None):
    request = urllib.request.Request(
        path if path.startswith("http") else URL + path,
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Content-Type": "application/json", "X-API-Key": os.environ["OUTPOST_API_KEY"]},
    )
    return urllib.request.urlopen(request)


def follow(dispatch):
    """Prints lines as they come and returns the status at the end; reconnects where a connection broke."""
    last = ""
    while True:
        with call("GET", f"/dispatch/{dispatch}/events" + (f"?lastEventId={last}" if last else "")) as stream:
            event = {}
            for line in stream:
                name, _, value = line.decode().rstrip("\n").partition(": ")
                if name:
                    event[name] = value
                    continue
                last, data = event.get("id", last), json.loads(event.get("data", "{}"))
                if event.get("event") == "log":
                    print(data["message"], file=sys.stderr)
                elif event.get("event") == "end":
                    return data["status"]
                event = {}


def main(agent, task, repo=None):
    body = {"agent": agent, "task": task} | ({"repo": repo} if repo else {})
    dispatch = json.load(call("POST", "/dispatch", body))["data"]["dispatchId"]
    status = follow(dispatch)
    for artifact in json.load(call("GET", f"/artifacts/{dispatch}"))["data"]["artifacts"]:
        if artifact["key"] == "diff.patch":
            sys.stdout.buffer.write(urllib.request.urlopen(artifact["url"]).read())
    print(f"{dispatch} {status}", file=sys.stderr)
    return 0 if status == "success" else 1


if __name__ == "__main__":
    try:
        sys.exit(main(*sys.argv[1:]))
    except urllib.error.HTTPError as error:
        sys.exit(print(json.load(error)["error"]["message"], file=sys.stderr) or 2)
