/// A program for the inside of a container that uses up what it may have, one thing after another.
///
/// While it holds nearly as many processes as it can get, it asks its model and waits for the answer.
enum LimitProbe {
    static let program = #"""
        import errno, os, signal, urllib.request

        def fact(name, value):
            print(f"{name}={value}", flush=True)

        def fill(folder):
            """Writes until the file system is full; tells how many MiB it took and how that ended."""
            path, block, mebibytes = f"{folder}/outpost-fill", bytes(1 << 20), 0
            with open(path, "wb", buffering=0) as file:
                try:
                    while mebibytes < 4096:
                        mebibytes += file.write(block) >> 20
                except OSError as error:
                    result = errno.errorcode[error.errno]
                else:
                    result = "none"
            os.unlink(path)
            return f"{mebibytes} {result}"

        for folder in ("/tmp", "/home/outpost", "/run/job", "/dev/shm", "/workspace"):
            fact(f"fill {folder}", fill(folder))

        child = os.fork()
        if child == 0:
            kept = []
            while len(kept) < 4096:
                kept.append(bytearray(b"x") * (1 << 20))
            os._exit(0)
        fact("too much memory", os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))

        def ask_the_model():
            headers = {"x-api-key": os.environ["OUTPOST_MODEL_TOKEN"], "content-type": "application/json"}
            url = os.environ["OUTPOST_MODEL_URL"] + "/v1/messages"
            request = urllib.request.Request(url, b'{"model":"probe-1","messages":[]}', headers)
            with urllib.request.urlopen(request, timeout=120) as answer:
                return answer.status

        def end(child):
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)

        children, refusal = [], "none"
        while len(children) < 4096:
            try:
                child = os.fork()
            except OSError as error:
                refusal = errno.errorcode[error.errno]
                break
            if child == 0:
                while True:
                    signal.pause()
            children.append(child)
        fact("processes", f"{len(children)} {refusal}")
        # The relay needs a process of its own for a connection.
        for child in children[-16:]:
            end(child)
        fact("model", ask_the_model())
        for child in children[:-16]:
            end(child)

        """#
}
