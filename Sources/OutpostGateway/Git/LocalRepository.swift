internal import Logging
internal import NIOCore
internal import NIOHTTP1
internal import OutpostCore
internal import Subprocess

/// A bare repository on this host, served by git's own CGI program.
struct LocalRepository: Sendable {
    let path: String
    let door: Door

    func serve(_ request: GitRequest, on exchange: Exchange) async throws {
        let environment = environment(for: request, headers: exchange.head.headers)
        // git begins its answer before it reads the request.
        try await exchange.body.sendContinueIfExpected()
        let isComplete = try await exchange.whileConnected {
            try await door.gitTurns.run { try await run(environment, exchange) }
        }
        guard isComplete else {
            door.logger.error("git http-backend failed")
            throw Refusal.git(500, "the repository could not be read")
        }
    }

    /// Runs the program to its end, or until the task is cancelled; false when it did not answer.
    private func run(_ environment: [Environment.Key: String], _ exchange: Exchange) async throws -> Bool {
        let result = try await Subprocess.run(
            .name("git"),
            arguments: ["http-backend"],
            environment: .custom(environment),
            platformOptions: .ownSession,
            input: .inputWriter,
            output: .sequence,
            error: .discarded
        ) { execution in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await Self.feed(exchange.body, to: execution.standardInputWriter) }
                let answered = try await Self.relay(execution.standardOutput, to: exchange)
                group.cancelAll()
                return answered
            }
        }
        guard result.closureResult else { return false }
        if result.terminationStatus.isSuccess { try await exchange.end() }
        return true
    }

    private static func feed(_ body: RequestBody, to input: StandardInputWriter) async throws {
        while let piece = try await body.next() {
            // Nothing written: the program has ended and reads no more.
            guard try await input.write(Array(piece.readableBytesView)) > 0 else { break }
        }
        try await input.finish()
    }

    private static func relay(_ output: SubprocessOutputSequence, to exchange: Exchange) async throws -> Bool {
        var parser = CGIHeadParser()
        for try await piece in output {
            var bytes = ByteBuffer()
            bytes.writeBytes(piece.bytes)
            if exchange.isUnanswered {
                guard let head = try parser.read(&bytes) else { continue }
                try await exchange.begin(head.status, head.headers)
            }
            try await exchange.send(bytes)
        }
        return !exchange.isUnanswered
    }

    /// Everything that git may know: nothing of this process's environment, of the host's configuration or of ours.
    private func environment(for request: GitRequest, headers: HTTPHeaders) -> [Environment.Key: String] {
        var environment: [Environment.Key: String] = [
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "HOME": "/nonexistent",
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": "/dev/null",
            "GIT_PROJECT_ROOT": path,
            "GIT_HTTP_EXPORT_ALL": "1",
            "PATH_INFO": request.path,
            "REQUEST_METHOD": request.method,
            "QUERY_STRING": request.query,
        ]
        let passed: [Environment.Key: String] = [
            "CONTENT_TYPE": "content-type", "CONTENT_LENGTH": "content-length",
            "HTTP_CONTENT_ENCODING": "content-encoding", "GIT_PROTOCOL": "git-protocol",
        ]
        for (variable, header) in passed { environment[variable] = headers.first(name: header) }
        let settings = [
            ("safe.directory", path),
            ("http.receivepack", "false"),
            ("uploadpack.allowAnySHA1InWant", "true"),
            ("uploadpack.allowFilter", "true"),
            ("core.fsmonitor", "false"),
            ("core.hooksPath", "/dev/null"),
        ]
        environment["GIT_CONFIG_COUNT"] = "\(settings.count)"
        for (index, setting) in settings.enumerated() {
            environment[.init(stringLiteral: "GIT_CONFIG_KEY_\(index)")] = setting.0
            environment[.init(stringLiteral: "GIT_CONFIG_VALUE_\(index)")] = setting.1
        }
        return environment
    }
}
