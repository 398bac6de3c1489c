internal import Foundation
internal import NIOCore
internal import OutpostAPI
internal import Subprocess
internal import TestSupport

#if canImport(System)
    internal import System
#else
    internal import SystemPackage
#endif

/// Who is told by a webhook: a receiver of Standard Webhooks in Python, which shares no code with the sender.
struct WebhookReceiver: Sendable {
    let port: Int
    private let folder: String
    private let hasTLS: Bool
    private let output: Observed<ByteBuffer>

    var url: String { "\(hasTLS ? "https" : "http")://127.0.0.1:\(port)/hook" }
    /// Host and port as `webhook_private_hosts` names them.
    var place: String { "127.0.0.1:\(port)" }

    /// What came, and what the receiver thinks of it.
    struct Message: Sendable, Decodable {
        /// `good`, `replay`, `old` or `forged`.
        let verdict: String
        /// What it answered; 0 for nothing.
        let status: Int
        let headers: [String: String]
        let body: String

        var id: String? { headers["webhook-id"] }
        var json: JSONValue { (try? APICoding.decode(JSONValue.self, from: Data(body.utf8))) ?? .null }
        /// The headers that a receiver checks.
        var signed: [(String, String)] {
            ["webhook-id", "webhook-timestamp", "webhook-signature"].map { ($0, headers[$0] ?? "") }
        }
    }

    /// The secret that it checks by; none is good before there is one.
    func trust(_ secret: String) throws {
        try Data(secret.utf8).write(to: URL(fileURLWithPath: folder + "/secret"), options: .atomic)
    }

    /// The secret that it checks by.
    var secret: String { get throws { try String(contentsOfFile: folder + "/secret", encoding: .utf8) } }

    /// What came so far.
    var messages: [Message] { Self.messages(output.value) }

    /// Waits until so many came.
    @discardableResult
    func received(_ count: Int) async throws -> [Message] {
        Self.messages(try await output.wait { Self.messages($0).count >= count })
    }

    private static func messages(_ buffer: ByteBuffer) -> [Message] {
        String(buffer: buffer).split(separator: "\n", omittingEmptySubsequences: false).dropFirst().dropLast()
            .compactMap { try? JSONDecoder().decode(Message.self, from: Data($0.utf8)) }
    }

    /// Runs a receiver while `body` runs.
    ///
    /// - Parameters:
    ///   - statuses: what it answers good messages with, one after the other, the last one to all that follow; 0 never
    ///     answers.
    ///   - clockOffset: seconds that its clock is ahead.
    ///   - tls: the PEM file with its certificate and key; nil serves plain HTTP.
    ///   - body: what runs meanwhile.
    /// - Returns: what the body returned.
    /// - Throws: what the body throws.
    static func with<Output: Sendable>(
        statuses: [Int] = [204],
        clockOffset: Int = 0,
        tls: String? = nil,
        _ body: (WebhookReceiver) async throws -> Output
    ) async throws -> Output {
        let folder = "/tmp/w-\(UUID().uuidString.prefix(8).lowercased())"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var platform = PlatformOptions()
        platform.teardownSequence = [.send(signal: .kill, allowedDurationToNextStep: .seconds(5))]
        return try await Subprocess.run(
            .name("python3"),
            arguments: [
                "-c", program, folder, statuses.map(String.init).joined(separator: ","), "\(clockOffset)", tls ?? "",
            ],
            platformOptions: platform,
            input: .none,
            output: .sequence,
            error: .discarded
        ) { execution in
            let output = Observed(ByteBuffer())
            return try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    for try await piece in execution.standardOutput {
                        output.update { _ = $0.writeBytes(piece.bytes) }
                    }
                }
                let begun = try await output.wait { String(buffer: $0).contains("\n") }
                let port = Int(String(buffer: begun).prefix { $0 != "\n" }) ?? 0
                let result = try await body(
                    WebhookReceiver(port: port, folder: folder, hasTLS: tls != nil, output: output)
                )
                try execution.send(signal: .kill)
                group.cancelAll()
                return result
            }
        }.closureResult
    }

    private static let program = """
        import base64, hashlib, hmac, http.server, json, ssl, sys, threading, time

        folder, offset = sys.argv[1], int(sys.argv[3])
        statuses = [int(word) for word in sys.argv[2].split(",")]
        seen, lock = set(), threading.Lock()

        def judge(headers, body):
            identifier, stamp = headers["webhook-id"], headers["webhook-timestamp"]
            with open(folder + "/secret") as file:
                key = base64.b64decode(file.read().removeprefix("whsec_"))
            signed = f"{identifier}.{stamp}.".encode() + body
            wanted = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
            given = [part.split(",", 1) for part in headers["webhook-signature"].split(" ")]
            if not any(v == "v1" and hmac.compare_digest(s, wanted) for v, s in given):
                return "forged"
            if abs(time.time() + offset - int(stamp)) > 300:
                return "old"
            return "replay" if identifier in seen else "good"

        class Receiver(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"]))
                headers = {name.lower(): value for name, value in self.headers.items()}
                with lock:
                    try:
                        verdict = judge(headers, body)
                    except (KeyError, ValueError, OSError):
                        verdict = "forged"
                    status = {"forged": 401, "old": 401, "replay": 409}.get(verdict)
                    if verdict == "good":
                        status = statuses.pop(0) if len(statuses) > 1 else statuses[0]
                        if 200 <= status < 300:
                            seen.add(headers["webhook-id"])
                    line = {"verdict": verdict, "status": status, "headers": headers, "body": body.decode()}
                    print(json.dumps(line), flush=True)
                if status == 0:
                    threading.Event().wait()
                self.send_response(status)
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, *words):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
        server.daemon_threads = True
        if sys.argv[4]:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(sys.argv[4])
            server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        print(server.server_address[1], flush=True)
        server.serve_forever()
        """
}
