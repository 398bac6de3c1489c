/// Something that happened at the engine.
///
/// Events are hints: the history is short, in memory, and slow readers lose events without notice. Use them to look
/// earlier, never instead of looking.
package struct EngineEvent: Decodable, Sendable, Hashable {
    /// Kind of the object, such as `container` or `image`.
    package var type: String
    /// What happened to it, such as `start`, `die` or `oom`.
    package var action: String
    /// Id of the object.
    package var actorID: String
    /// Labels of the object and details such as `exitCode`.
    package var attributes: [String: String]
    /// Nanoseconds since 1970; beyond what a Double holds.
    package var timeNano: Int64

    /// Reads the engine's JSON.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        type = try container.value(.type, default: "")
        action = try container.value(.action, default: "")
        timeNano = try container.value(.timeNano, default: 0)
        let actor = try container.decodeIfPresent(EventActor.self, forKey: .actor)
        actorID = actor?.id ?? ""
        attributes = actor?.attributes ?? [:]
    }

    private struct EventActor: Decodable {
        var id: String?
        var attributes: [String: String]?

        enum CodingKeys: String, CodingKey {
            case id = "ID"
            case attributes = "Attributes"
        }
    }

    enum CodingKeys: String, CodingKey {
        case type = "Type"
        case action = "Action"
        case actor = "Actor"
        case timeNano
    }
}

/// Reads the events call's messages.
struct EventReader: MessageReader {
    mutating func read(_ message: [UInt8]) throws(DockerError) -> EngineEvent? {
        try DockerClient.decode(message, of: "GET /events")
    }

    mutating func finish() throws(DockerError) -> EngineEvent? { nil }
}
