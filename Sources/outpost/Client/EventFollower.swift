internal import CurlHTTP
internal import Foundation
internal import OutpostAPI

/// Follows a dispatch to its end, over servers that stop and come back, without an event twice.
struct EventFollower {
    let connection: ServerConnection
    let id: String
    /// Whether only the status is of interest.
    var skipsLogs = false
    /// Where to go on: the id of the last event, or a page's `logOffset`.
    var place: String?
    var patience = Patience()
    /// Told once when the server does not answer, and once when it does again.
    var note: (String) -> Void = { _ in }
    /// Whether the server has answered before: one that never did is not waited for.
    var wasThere = false
    /// The last line that was handed on.
    private var sequence = 0

    /// Time after which a stream is opened anew, so that one that died in silence is noticed.
    private static let deadline = Duration.seconds(600)

    init(connection: ServerConnection, id: String) {
        self.connection = connection
        self.id = id
    }

    /// Hands on each event; returns after the last one, `end`.
    ///
    /// - Throws: `CurlError` and ``CommandFailure`` when the server refuses or stays away, and what `handle` throws.
    mutating func follow(_ handle: (DispatchEvent) async throws -> Void) async throws {
        while true {
            do {
                let response = try await open()
                if response.status == 200 {
                    if patience.isWaiting { note("the server answers again") }
                    wasThere = true
                    patience.reset()
                    if try await read(response.body, handle) { return }
                    // The server is stopping, or the stream was cut between two events.
                    try await patience.wait(orThrow: CurlError.connectionLost(phase: .inBody, "the stream ended"))
                } else {
                    try await wait(for: response)
                }
            } catch let error as CurlError {
                if case .cancelled = error { throw error }
                guard wasThere else { throw error }
                // At its deadline a stream is only opened anew.
                if case .deadlineExceeded = error {
                } else if !patience.isWaiting {
                    note("the server does not answer, trying again: \(error)")
                }
                try await patience.wait(orThrow: error)
            }
        }
    }

    private func open() async throws -> CurlResponse {
        let query = ServerConnection.query([("skipLogs", skipsLogs ? "true" : nil)])
        let target = "/dispatch/\(ServerConnection.escaped(id))/events" + query
        let headers: CurlHeaders = place.map { ["Last-Event-ID": $0] } ?? [:]
        return try await connection.curl.send(
            connection.request("GET", target, headers: headers, deadline: Self.deadline)
        )
    }

    /// Waits where the server is busy or stopping; every other refusal is final.
    private mutating func wait(for response: CurlResponse) async throws {
        let body = try await response.body.collect(limit: 1 << 20)
        let failure = connection.failure(response.status, body, of: "GET events")
        guard [429, 502, 503, 504].contains(response.status) else { throw failure }
        if !patience.isWaiting { note("\(failure.message); trying again") }
        try await patience.wait(response.headers["Retry-After"].flatMap { Int($0) }, orThrow: failure)
    }

    /// - Returns: whether the last event came.
    private mutating func read(
        _ body: CurlBody,
        _ handle: (DispatchEvent) async throws -> Void
    ) async throws -> Bool {
        var parser = EventParser()
        for try await piece in body {
            for raw in parser.take(piece) {
                guard let event = try DispatchEvent(raw) else { continue }
                if let id = raw.id, !id.isEmpty { place = id }
                if case .log(let line) = event {
                    guard line.sequence > sequence else { continue }
                    sequence = line.sequence
                }
                try await handle(event)
                if case .end = event { return true }
            }
        }
        return false
    }
}
