internal import Foundation
internal import NIOCore
internal import Subprocess

#if canImport(System)
    internal import System
#else
    internal import SystemPackage
#endif

/// A git server over smart HTTP with a password, as a forge is one: git's own CGI program behind Python's HTTP server.
///
/// Below `/api/v3` it keeps pull requests in memory, as GitHub's REST interface has them.
package struct GitHTTPServer: Sendable {
    /// `http://127.0.0.1:port`.
    package let url: String
    /// The folder of its bare repositories: `owner/name.git`.
    package let repositories: String
    /// The folder of its files; `password` in it is what it takes.
    package let folder: String

    /// The requests that were let in, a line each: method and path with the query.
    package var requests: [String] {
        let text = (try? String(contentsOfFile: folder + "/requests", encoding: .utf8)) ?? ""
        return text.split(separator: "\n").map(String.init)
    }

    /// Takes this password from now on.
    package func setPassword(_ password: String) throws {
        try Data(password.utf8).write(to: URL(fileURLWithPath: folder + "/password"), options: .atomic)
    }

    /// Keeps back, from now on and until it is let go, the packs that are asked for and those that are pushed.
    package func hold() async throws {
        try await Self.run("mkfifo", [folder + "/held", folder + "/hold"])
    }

    /// Waits until it keeps something back.
    package func isHolding() async throws {
        try await Self.run("head", ["-n", "1", folder + "/held"])
    }

    private static func run(_ program: String, _ arguments: [String]) async throws {
        _ = try await Subprocess.run(
            .name(program),
            arguments: Arguments(arguments),
            input: .none,
            output: .discarded,
            error: .discarded
        )
    }

    /// Lets go what it keeps back, and all that comes after.
    package func letGo() throws {
        let pipe = folder + "/hold"
        // For reading and writing, it opens at once, and so do all that wait to read.
        let opened = try FileDescriptor.open(FilePath(pipe), .readWrite, options: .closeOnExec)
        defer { try? opened.close() }
        try FileManager.default.removeItem(atPath: pipe)
        try FileManager.default.removeItem(atPath: folder + "/held")
    }

    /// Runs a server on a free port while `body` runs.
    package static func with<Output: Sendable>(
        password: String,
        _ body: (GitHTTPServer) async throws -> Output
    ) async throws -> Output {
        let folder = "/tmp/g-\(UUID().uuidString.prefix(8).lowercased())"
        let repositories = folder + "/repositories"
        try FileManager.default.createDirectory(atPath: repositories, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Data(password.utf8).write(to: URL(fileURLWithPath: folder + "/password"))
        var platform = PlatformOptions()
        platform.createSession = true
        platform.teardownSequence = [
            .send(signal: .terminate, toProcessGroup: true, allowedDurationToNextStep: .seconds(1))
        ]
        return try await Subprocess.run(
            .name("python3"),
            arguments: ["-c", program, folder],
            platformOptions: platform,
            input: .none,
            output: .sequence,
            error: .discarded
        ) { execution in
            var text = ByteBuffer()
            for try await piece in execution.standardOutput {
                text.writeBytes(piece.bytes)
                if text.readableBytesView.last == UInt8(ascii: "\n") { break }
            }
            let port = String(buffer: text).trimmingCharacters(in: .whitespacesAndNewlines)
            let server = GitHTTPServer(url: "http://127.0.0.1:\(port)", repositories: repositories, folder: folder)
            let output: Result<Output, any Error>
            do {
                output = .success(try await body(server))
            } catch {
                output = .failure(error)
            }
            try? execution.send(signal: .terminate)
            return try output.get()
        }.closureResult
    }

    private static let program = #"""
        import base64, http.server, json, os, subprocess, sys, urllib.parse
        root = sys.argv[1]
        pulls = []
        settings = ["uploadpack.allowFilter=true", "uploadpack.allowAnySHA1InWant=true", "safe.directory=*",
                    "http.receivepack=true", "receive.advertisePushOptions=true"]

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def body(self):
                if self.headers.get("transfer-encoding", "") != "chunked":
                    return self.rfile.read(int(self.headers.get("content-length", "0")))
                data = b""
                while True:
                    size = int(self.rfile.readline(), 16)
                    data += self.rfile.read(size)
                    self.rfile.readline()
                    if size == 0:
                        return data

            def answer(self, status, headers, data):
                self.send_response(status)
                for name, value in headers:
                    self.send_header(name, value)
                self.send_header("content-length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def forge(self, data, password):
                def say(status, value):
                    self.answer(status, [("content-type", "application/json")], json.dumps(value).encode())

                if self.headers.get("authorization", "") != "Bearer " + password:
                    return say(401, {"message": "Bad credentials"})
                with open(root + "/requests", "a") as log:
                    log.write(self.command + " " + self.path + "\n")
                path, _, query = self.path.partition("?")
                repository = path[len("/api/v3/repos/"):-len("/pulls")]
                if self.command == "GET":
                    wanted = urllib.parse.parse_qs(query)
                    owner = repository.split("/")[0]
                    return say(200, [pull for pull in pulls if pull["head"]["repo"]["full_name"] == repository
                                     and wanted.get("head") == [owner + ":" + pull["head"]["ref"]]
                                     and wanted.get("base") == [pull["base"]["ref"]]])
                asked = json.loads(data)
                for branch in asked["head"], asked["base"]:
                    command = ["git", "--git-dir", root + "/repositories/" + repository + ".git", "rev-parse", "-q",
                               "--verify", "refs/heads/" + branch]
                    if subprocess.run(command, stdout=subprocess.DEVNULL).returncode != 0:
                        return say(422, {"message": "Validation Failed", "errors": [{"message": "no " + branch}]})
                pulls.append({"number": len(pulls) + 1, "html_url": "https://forge.test/pull/%d" % (len(pulls) + 1),
                              "title": asked["title"], "draft": asked["draft"], "base": {"ref": asked["base"]},
                              "head": {"ref": asked["head"], "repo": {"full_name": repository}}})
                say(201, pulls[-1])

            def serve(self):
                data = self.body()
                given = self.headers.get("authorization", "")
                password = open(root + "/password").read()
                if self.path.startswith("/api/v3/repos/"):
                    return self.forge(data, password)
                wanted = "Basic " + base64.b64encode(("x-access-token:" + password).encode()).decode()
                if given != wanted:
                    challenge = [("www-authenticate", "Basic realm=\"git\"")]
                    return self.answer(401, challenge, b"no")
                with open(root + "/requests", "a") as log:
                    log.write(self.command + " " + self.path + "\n")
                path, _, query = self.path.partition("?")
                if path.startswith("/moved/"):
                    return self.answer(302, [("location", "/" + self.path[len("/moved/"):])], b"")
                # Questions for references are answered meanwhile.
                moves = b"command=fetch" in data or path.endswith("/git-receive-pack")
                if moves:
                    try:
                        # The pipe forgets what was written once nobody has it open.
                        told = os.open(root + "/held", os.O_RDWR)
                        os.write(told, b"\n")
                        # Opening it takes until somebody opens it for writing.
                        os.close(os.open(root + "/hold", os.O_RDONLY))
                        os.close(told)
                    except FileNotFoundError:
                        pass
                variables = {"PATH": os.environ["PATH"], "GIT_PROJECT_ROOT": root + "/repositories",
                             "GIT_HTTP_EXPORT_ALL": "1", "PATH_INFO": path, "QUERY_STRING": query,
                             "REQUEST_METHOD": self.command, "REMOTE_USER": "x", "HOME": "/nonexistent",
                             "GIT_CONFIG_COUNT": str(len(settings)), "CONTENT_LENGTH": str(len(data)),
                             "CONTENT_TYPE": self.headers.get("content-type", ""),
                             "HTTP_CONTENT_ENCODING": self.headers.get("content-encoding", ""),
                             "GIT_PROTOCOL": self.headers.get("git-protocol", "")}
                for index, setting in enumerate(settings):
                    name, _, value = setting.partition("=")
                    variables["GIT_CONFIG_KEY_%d" % index] = name
                    variables["GIT_CONFIG_VALUE_%d" % index] = value
                result = subprocess.run(["git", "http-backend"], input=data, env=variables, stdout=subprocess.PIPE)
                head, _, rest = result.stdout.partition(b"\r\n\r\n")
                headers = [tuple(line.split(": ", 1)) for line in head.decode().split("\r\n") if line]
                status = next((int(value[:3]) for name, value in headers if name.lower() == "status"), 200)
                self.answer(status, [h for h in headers if h[0].lower() != "status"], rest)

            do_GET = do_POST = serve

            def log_message(self, *words):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        print(server.server_address[1], flush=True)
        server.serve_forever()

        """#
}
