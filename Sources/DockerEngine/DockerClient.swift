package import CurlHTTP
internal import Synchronization

/// A typed client of one Docker Engine.
///
/// The API version is negotiated by ``connect()``, or by the first call. Calls that change something use a connection of
/// their own, because libcurl silently repeats a request, POST included, when a reused connection turns out dead.
/// Nothing is retried here, for what may be repeated depends on what the call means, but a call that an engine refused
/// for its API version alone: one of another version may take the place of the one that was connected to.
package final class DockerClient: Sendable {
    /// Where the engine listens.
    package let endpoint: DockerEndpoint
    /// The limits of the calls.
    package let timeouts: DockerTimeouts
    let curl: CurlClient
    let observe: (@Sendable (EngineCall) -> Void)?
    private let version = Mutex<APIVersion?>(nil)

    /// Creates a client; nothing is sent yet.
    ///
    /// - Parameters:
    ///   - endpoint: the engine.
    ///   - curl: the transport, which may be shared.
    ///   - timeouts: limits of the calls.
    ///   - observe: told of each call that came to its end, also one that failed; must not block.
    package init(
        endpoint: DockerEndpoint,
        curl: CurlClient,
        timeouts: DockerTimeouts = DockerTimeouts(),
        observe: (@Sendable (EngineCall) -> Void)? = nil
    ) {
        self.endpoint = endpoint
        self.curl = curl
        self.timeouts = timeouts
        self.observe = observe
    }

    /// The negotiated API version; nil before the first successful ``connect()``.
    package var apiVersion: APIVersion? {
        version.withLock { $0 }
    }

    /// Pings the engine and settles the API version for all later calls; call it again after the engine was replaced.
    ///
    /// Maps to `GET /_ping`.
    ///
    /// - Throws: `DockerError.unavailable` when nobody answers, `.unsupported` when the engine is too old.
    @discardableResult
    package func connect() async throws(DockerError) -> EnginePing {
        let ping = try await ping()
        let chosen = try APIVersion.negotiated(offered: ping.apiVersion)
        version.withLock { $0 = chosen }
        return ping
    }

    func negotiatedVersion() async throws(DockerError) -> APIVersion {
        if let apiVersion { return apiVersion }
        return try APIVersion.negotiated(offered: try await connect().apiVersion)
    }

    /// Forgets the API version when the engine refuses it; the next call negotiates anew.
    ///
    /// - Returns: whether it was that. Nothing has been done then.
    func forgetsVersion(after error: DockerError) -> Bool {
        guard case .invalid(let message) = error, message.hasPrefix("client version "), message.contains(" is too ")
        else { return false }
        version.withLock { $0 = nil }
        return true
    }

    /// Connects to the first candidate that answers.
    ///
    /// - Parameters:
    ///   - candidates: places to try, best first.
    ///   - curl: the transport.
    ///   - timeouts: limits of the calls of the returned client.
    ///   - observe: told of its calls, as in ``init(endpoint:curl:timeouts:observe:)``.
    /// - Returns: the connected client and the candidate that it is connected to.
    /// - Throws: `DockerError.unavailable(.refused, …)` listing what was tried, when none answers;
    ///   `.unsupported` when one did and is too old.
    package static func connect(
        toFirstOf candidates: [DockerDiscovery.Candidate],
        curl: CurlClient,
        timeouts: DockerTimeouts = DockerTimeouts(),
        observe: (@Sendable (EngineCall) -> Void)? = nil
    ) async throws(DockerError) -> (client: DockerClient, candidate: DockerDiscovery.Candidate) {
        var attempts: [String] = []
        var isOld = false
        // One that is there and does not answer is the news, whatever else was not there.
        var isHanging = false
        for candidate in candidates {
            let client = DockerClient(
                endpoint: candidate.endpoint,
                curl: curl,
                timeouts: timeouts,
                observe: observe
            )
            do {
                try await client.connect()
                return (client, candidate)
            } catch {
                var reason = "\(error)"
                switch error {
                case .cancelled: throw error
                case .unsupported: isOld = true
                case .unavailable(let kind, let detail):
                    reason = detail
                    isHanging = isHanging || kind == .timedOut
                default: break
                }
                attempts.append("\(candidate.endpoint) (\(candidate.source)): \(reason)")
            }
        }
        let summary = attempts.joined(separator: "; ")
        throw isOld ? .unsupported(summary) : .unavailable(isHanging ? .timedOut : .refused, summary)
    }
}
