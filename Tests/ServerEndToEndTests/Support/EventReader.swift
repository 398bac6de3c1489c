internal import CurlHTTP
internal import Foundation
internal import OutpostAPI
internal import Testing

/// One server-sent event.
struct Event: Sendable, Equatable {
    var name = ""
    var id = ""
    var data = ""

    var json: JSONValue { (try? APICoding.decode(JSONValue.self, from: Data(data.utf8))) ?? .null }
    var status: String? { json["status"].text }
}

/// Reads a dispatch's events as they come.
struct EventReader {
    private var body: CurlBody.Iterator
    private var unread = ""
    private var waiting: [Event] = []

    fileprivate init(_ body: CurlBody) { self.body = body.makeAsyncIterator() }

    /// The next event; nil after the last.
    mutating func next() async throws -> Event? {
        while waiting.isEmpty {
            guard let chunk = try await body.next() else { return nil }
            unread += String(decoding: chunk, as: UTF8.self)
            while let end = unread.range(of: "\n\n") {
                if let event = Self.event(unread[..<end.lowerBound]) { waiting.append(event) }
                unread = String(unread[end.upperBound...])
            }
        }
        return waiting.removeFirst()
    }

    /// Nil for a comment or a hint to the client.
    private static func event(_ block: Substring) -> Event? {
        var event = Event()
        for line in block.split(separator: "\n") {
            if line.hasPrefix("event: ") { event.name = String(line.dropFirst(7)) }
            if line.hasPrefix("id: ") { event.id = String(line.dropFirst(4)) }
            if line.hasPrefix("data: ") { event.data = String(line.dropFirst(6)) }
        }
        return event.name.isEmpty ? nil : event
    }
}

extension APIClient {
    /// Opens a dispatch's events, after the one with that id if there is one.
    func events(_ id: String, after event: String? = nil) async throws -> EventReader {
        let headers = event.map { [("Last-Event-ID", $0)] } ?? []
        let response = try await curl.send(
            request("GET", "/dispatch/\(id)/events", headers: headers, deadline: .seconds(1200))
        )
        try #require(response.status == 200)
        return EventReader(response.body)
    }

    /// Waits until a dispatch has one of these statuses, and fails if it ends with another.
    @discardableResult
    func wait(_ id: String, for statuses: String...) async throws -> String {
        var reader = try await events(id)
        while let event = try await reader.next() {
            guard let status = event.status, event.name == "status" || event.name == "end" else { continue }
            if statuses.contains(status) { return status }
            try #require(event.name != "end", "the dispatch ended: \(event.data)")
        }
        throw CancellationError()
    }

    /// Waits until a dispatch has ended.
    ///
    /// - Returns: what is known of it.
    func ended(_ id: String) async throws -> JSONValue {
        var reader = try await events(id)
        while try await reader.next() != nil {}
        return try await get(id)
    }

    /// All lines of an ended dispatch's log.
    func lines(_ id: String) async throws -> [String] {
        try await get(id, "?logLimit=1000")["logs"].elements.compactMap { $0["message"].text }
    }
}
