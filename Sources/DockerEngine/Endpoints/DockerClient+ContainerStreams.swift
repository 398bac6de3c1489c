/// What a container left with, as `wait` tells it.
package struct ContainerExit: Sendable, Hashable {
    /// Exit status; 128 plus the signal for a killed process.
    package var statusCode: Int
    /// What went wrong while waiting; nil in general.
    package var error: String?

    /// Creates an exit.
    package init(statusCode: Int, error: String? = nil) {
        self.statusCode = statusCode
        self.error = error
    }
}

/// What part of a container's log is wanted.
package struct ContainerLogOptions: Sendable, Hashable {
    /// Goes on until the container ends; for a container that was never started, that is at once.
    package var follow = false
    /// Only what was written at that moment or later; inclusive, so the last line that is known comes again.
    package var since: EngineTime?
    /// Begins every frame with its time, for ``LineAssembler`` to take off.
    package var timestamps = false
    /// Only the last lines; nil means all.
    package var tail: Int?
    /// Whether stdout is wanted; one of the two must be.
    package var stdout = true
    /// Whether stderr is wanted.
    package var stderr = true
    /// How long the engine may take to begin its answer; nil where it begins with the first line.
    package var headDeadline: Duration?

    /// Creates options for the whole log so far.
    package init() {}
}

extension DockerClient {
    /// Attaches to a container's output; returns when the engine has subscribed, before which nothing is lost.
    ///
    /// Maps to `POST /containers/{id}/attach`. Attach before start, and never to a container that has exited: that waits
    /// for a start. The container must have no terminal.
    ///
    /// - Throws: `DockerError.notFound`, `.unavailable(.timedOut, …)` when the engine does not answer.
    package func attachOutput(_ id: String) async throws(DockerError) -> ContainerOutput {
        let path = "/containers/\(try EngineName.validated(id))/attach"
        var request = EngineRequest(method: "POST", path: path)
        request.query = [("stream", "1"), ("stdout", "1"), ("stderr", "1")]
        request.headers = [("Connection", "Upgrade"), ("Upgrade", "tcp")]
        let body = try await stream(request, headDeadline: timeouts.attach)
        return ContainerOutput(bytes: ByteStream(body: body, call: request.summary))
    }

    /// Reads what the engine keeps of a container's output.
    ///
    /// Maps to `GET /containers/{id}/logs`. Meant for recovery: the engine's log loses and repeats lines where it rotates,
    /// and replaces bytes that are not UTF-8.
    ///
    /// - Throws: `DockerError.notFound`; `.unsupported` for a log driver that cannot be read.
    package func containerLogs(
        _ id: String,
        _ options: ContainerLogOptions = ContainerLogOptions()
    ) async throws(DockerError) -> ContainerOutput {
        let path = "/containers/\(try EngineName.validated(id))/logs"
        var request = EngineRequest(method: "GET", path: path)
        request.query = [("stdout", options.stdout ? "1" : "0"), ("stderr", options.stderr ? "1" : "0")]
        if options.follow { request.query.append(("follow", "1")) }
        if options.timestamps { request.query.append(("timestamps", "1")) }
        if let since = options.since { request.query.append(("since", since.parameter)) }
        if let tail = options.tail { request.query.append(("tail", "\(tail)")) }
        let body = try await stream(request, headDeadline: options.headDeadline)
        return ContainerOutput(bytes: ByteStream(body: body, call: request.summary))
    }

    /// Waits until a container does not run.
    ///
    /// Maps to `POST /containers/{id}/wait`. Call it after start has returned: on a container that was never started it
    /// returns 0 at once. The daemon's shutdown looks like an exit with 137, so take the verdict from inspect.
    ///
    /// - Parameters:
    ///   - id: id or name.
    ///   - limit: how long; nil, the default, is for ever.
    /// - Returns: what the engine says it left with.
    /// - Throws: `DockerError.notFound`; `.unavailable` when the connection, or the time, ended before a whole answer,
    ///   which says nothing about the container.
    package func waitContainer(_ id: String, within limit: Duration? = nil) async throws(DockerError) -> ContainerExit {
        let path = "/containers/\(try EngineName.validated(id))/wait"
        let request = EngineRequest(method: "POST", path: path, deadline: limit)
        let answer: WaitAnswer = try await perform(request)
        // Podman says -1, with status 200, when it does not know.
        guard answer.statusCode >= 0 else {
            throw .unavailable(.lost, "\(request.summary): the engine does not know the exit status")
        }
        let error = answer.error?.message.flatMap { $0.isEmpty ? nil : $0 }
        return ContainerExit(statusCode: answer.statusCode, error: error)
    }

    private struct WaitAnswer: Decodable {
        var statusCode: Int
        var error: Failure?

        struct Failure: Decodable {
            var message: String?

            enum CodingKeys: String, CodingKey {
                case message = "Message"
            }
        }

        enum CodingKeys: String, CodingKey {
            case statusCode = "StatusCode"
            case error = "Error"
        }
    }
}
