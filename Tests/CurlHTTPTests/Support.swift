internal import CurlHTTP
internal import TestSupport
internal import Testing

extension CurlRequest {
    /// A request to a raw server.
    init(
        _ method: String,
        _ server: RawServer,
        _ path: String = "/",
        headers: CurlHeaders = [:],
        body: Body = .none,
        deadline: Duration? = nil,
        connection: Reuse = .pooled
    ) {
        self.init(
            method: method,
            url: server.url + path,
            unixSocketPath: server.socketPath,
            headers: headers,
            body: body,
            deadline: deadline,
            connection: connection
        )
    }
}

/// Returns the error that `body` ends with, or records an issue and returns nil.
func failure<Output>(
    sourceLocation: SourceLocation = #_sourceLocation,
    of body: () async throws(CurlError) -> Output
) async -> CurlError? {
    do {
        _ = try await body()
        Issue.record("it succeeded", sourceLocation: sourceLocation)
        return nil
    } catch {
        return error
    }
}

extension CurlError {
    /// The phase of a lost connection; nil for other errors.
    var lostPhase: Phase? {
        if case .connectionLost(let phase, _) = self { phase } else { nil }
    }

    var isCancelled: Bool { if case .cancelled = self { true } else { false } }
    var isDeadline: Bool { if case .deadlineExceeded = self { true } else { false } }
    var isCouldNotConnect: Bool { if case .couldNotConnect = self { true } else { false } }
    var isTLS: Bool { if case .tls = self { true } else { false } }
    var isInvalid: Bool { if case .invalid = self { true } else { false } }

    /// The error of a failed request body; nil for other errors.
    var bodyFailure: (any Error)? { if case .requestBodyFailed(let error) = self { error } else { nil } }
}

/// A stream whose chunks the test sends one by one.
func makeChunks() -> (
    stream: AsyncThrowingStream<[UInt8], any Error>, feed: AsyncThrowingStream<[UInt8], any Error>.Continuation
) {
    let (stream, feed) = AsyncThrowingStream.makeStream(of: [UInt8].self)
    return (stream, feed)
}

struct Broken: Error, Equatable {}
