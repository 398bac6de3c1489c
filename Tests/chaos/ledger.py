"""The host's side of the agents' ledger: each start of an agent writes itself down here, through its door."""
import http.server
import threading


class Ledger:
    def __init__(self):
        self.starts = {}
        self.lock = threading.Lock()
        ledger = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                words = self.rfile.read(int(self.headers["Content-Length"])).decode().split()
                if len(words) != 2:
                    # Cut off with the server that carried it; the agent asks again.
                    return
                dispatch, nonce = words
                with ledger.lock:
                    ledger.starts.setdefault(dispatch, set()).add(nonce)
                try:
                    self.send_response(200)
                    self.send_header("Content-Length", "2")
                    self.end_headers()
                    self.wfile.write(b"ok")
                except OSError:
                    # The server that carries the answer was killed; the agent asks again.
                    pass

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
