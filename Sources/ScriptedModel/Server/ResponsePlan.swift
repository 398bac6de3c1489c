/// All that is done to answer one request.
struct ResponsePlan: Sendable {
    enum Body: Sendable {
        /// Sent with its length.
        case whole([UInt8])
        /// Sent chunk by chunk as server-sent events.
        case events([ServerSentEvent])
        /// No head and no body, ever.
        case never
    }

    var status: Int
    var headers: [(String, String)]
    var body: Body
    var delay: Duration = .zero
    var chunkDelay: Duration = .zero
    /// Close the connection after this many bytes of the body.
    var cutAfter: Int?

    static func json(_ json: JSON, status: Int = 200, headers: [(String, String)] = []) -> ResponsePlan {
        ResponsePlan(
            status: status,
            headers: [("content-type", "application/json")] + headers,
            body: .whole(Array(json.text.utf8))
        )
    }

    /// Looks like a stream, and holds nothing that a client of any dialect can read.
    static let garbage = ResponsePlan(
        status: 200,
        headers: [("content-type", "text/event-stream; charset=utf-8")],
        body: .events([ServerSentEvent(data: "<html>not a model"), ServerSentEvent(data: "{\"un")])
    )

    static let never = ResponsePlan(status: 0, headers: [], body: .never)

    /// The body's bytes in the pieces in which they are sent, ended early by a cut.
    var chunks: [[UInt8]] {
        let chunks =
            switch body {
            case .whole(let bytes): [bytes]
            case .events(let events): events.map(\.bytes)
            case .never: [[UInt8]]()
            }
        guard let cutAfter else { return chunks }
        var left = cutAfter
        return chunks.map { chunk in
            let piece = Array(chunk.prefix(left))
            left -= piece.count
            return piece
        }
        .filter { !$0.isEmpty }
    }

    /// Whether the cut falls inside the body.
    var isCut: Bool {
        guard let cutAfter else { return false }
        var uncut = self
        uncut.cutAfter = nil
        return cutAfter < uncut.chunks.reduce(0) { $0 + $1.count }
    }

    /// Nil for a streamed body.
    var contentLength: Int? {
        if case .whole(let bytes) = body { bytes.count } else { nil }
    }
}
