#!/usr/bin/env python3
"""Dispatches an agent, follows its log, and prints the difference it made. A key and HTTP are all that it takes.

    export OUTPOST_URL=http://127.0.0.1:3000 OUTPOST_API_KEY=otp_...
    python3 client.py claude "Fix the failing test" owner/repository > fix.patch

The log goes to standard error. The exit status is 0 for success, 1 for any other end, 2 for a request that was refused.
"""
import http.client, json, os, sys, time, urllib.error, urllib.request, uuid

URL = os.environ.get("OUTPOST_URL", "http://127.0.0.1:3000").rstrip("/")
PATIENCE = 8  # attempts without an answer, half a minute of waiting unless the server names more


def call(method, path, body=None, headers={}):
    """Sends a request; waits and repeats it where the server is away or has too much to do."""
    url, data = path if path.startswith("http") else URL + path, None if body is None else json.dumps(body).encode()
    for attempt in range(PATIENCE):
        key = {} if path.startswith("http") else {"X-API-Key": os.environ["OUTPOST_API_KEY"]}
        request = urllib.request.Request(url, data, {"Content-Type": "application/json"} | key | headers, method=method)
        try:
            return urllib.request.urlopen(request, timeout=60)
        except (urllib.error.URLError, http.client.HTTPException, OSError) as error:
            if getattr(error, "code", 503) not in (429, 502, 503, 504) or attempt == PATIENCE - 1:
                raise
            after = getattr(error, "headers", None) and error.headers.get("Retry-After", "")
            time.sleep(min(60, int(after)) if after and after.isdigit() else min(16, 0.25 * 2**attempt))


def follow(dispatch):
    """Prints lines as they come and returns the status at the end; goes on where a connection broke."""
    last = ""
    while True:
        try:
            with call("GET", f"/dispatch/{dispatch}/events", headers={"Last-Event-ID": last} if last else {}) as stream:
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
        except (http.client.HTTPException, ConnectionError, TimeoutError):
            pass
        time.sleep(0.25)


def main(agent, task, repo=None):
    body = {"agent": agent, "task": task, "idempotencyKey": str(uuid.uuid4())} | ({"repo": repo} if repo else {})
    dispatch = json.load(call("POST", "/dispatch", body))["data"]["dispatchId"]
    status = follow(dispatch)
    for artifact in json.load(call("GET", f"/artifacts/{dispatch}"))["data"]["artifacts"]:
        if artifact["key"] == "diff.patch":
            sys.stdout.buffer.write(call("GET", artifact["url"]).read())
    print(f"{dispatch} {status}", file=sys.stderr)
    return 0 if status == "success" else 1


if __name__ == "__main__":
    try:
        sys.exit(main(*sys.argv[1:]))
    except urllib.error.HTTPError as error:
        sys.exit(print(json.load(error)["error"]["message"], file=sys.stderr) or 2)
    except OSError as error:
        sys.exit(print(f"{URL} does not answer: {error}", file=sys.stderr) or 2)
