/// What became of a signal.
package enum KillResult: Sendable, Hashable {
    /// The engine delivered it; the process need not have ended.
    case delivered
    /// The container was not running.
    case notRunning
}

/// What a stop came to.
package enum StopResult: Sendable, Hashable {
    /// It ended by this call.
    case stopped
    /// It was not running.
    case alreadyStopped
}

extension DockerClient {
    /// Sends a signal to process 1 of a container.
    ///
    /// Maps to `POST /containers/{id}/kill`. Returns before the process ends.
    ///
    /// - Parameters:
    ///   - id: id or name.
    ///   - signal: name such as `SIGTERM`, or number.
    /// - Returns: whether there was a process to signal.
    /// - Throws: `DockerError.notFound`.
    @discardableResult
    package func killContainer(_ id: String, signal: String = "SIGKILL") async throws(DockerError) -> KillResult {
        let path = "/containers/\(try EngineName.validated(id))/kill"
        var request = EngineRequest(method: "POST", path: path, deadline: timeouts.kill)
        request.query = [("signal", signal)]
        do {
            try await perform(request)
            return .delivered
        } catch {
            guard case .conflict = error else { throw error }
            return .notRunning
        }
    }

    /// Stops a container: its stop signal, then SIGKILL; returns when it has ended.
    ///
    /// Maps to `POST /containers/{id}/stop`. Safe to repeat.
    ///
    /// - Parameters:
    ///   - id: id or name.
    ///   - timeout: grace before SIGKILL, in whole seconds; nil takes the container's own.
    /// - Returns: whether there was anything to stop.
    /// - Throws: `DockerError.notFound`.
    @discardableResult
    package func stopContainer(_ id: String, timeout: Duration? = nil) async throws(DockerError) -> StopResult {
        let path = "/containers/\(try EngineName.validated(id))/stop"
        var request = EngineRequest(method: "POST", path: path)
        if let timeout {
            request.query = [("t", "\(max(0, timeout.components.seconds))")]
            request.deadline = timeouts.remove + timeout
        }
        do {
            try await perform(request)
            return .stopped
        } catch {
            guard error == .notModified else { throw error }
            return .alreadyStopped
        }
    }
}
