internal import Hummingbird
internal import OutpostAPI

/// One event of an event stream.
struct ServerSentEvent: Sendable, Hashable {
    var name: String
    /// What a client sends back as `Last-Event-ID` to go on after this event.
    var id: String
    /// JSON, which has no line feeds.
    var data: String

    init(name: String, id: String, body: some Encodable) throws {
        self.name = name
        self.id = id
        data = String(decoding: try APICoding.encode(body), as: UTF8.self)
    }

    var text: String { "event: \(name)\nid: \(id)\ndata: \(data)\n\n" }

    /// Comments keep the connection alive and mean nothing.
    static let heartbeat = ByteBuffer(string: ": keep-alive\n\n")
    /// Milliseconds after which a client connects again.
    static let prologue = ByteBuffer(string: "retry: 3000\n\n")
}
