internal import Foundation
internal import OutpostAPI

/// Reads the log of a dispatch: what there is, and then what comes.
struct LogReader {
    let connection: ServerConnection
    let id: String
    /// Lines before this time are left out.
    var since: Date?
    /// Only so many of the lines that there are; nil all.
    var tail: Int?

    private static let pageSize = 1000

    /// Hands on the lines that there are.
    ///
    /// - Returns: the place after them.
    func lines(_ handle: (LogLine) throws -> Void) async throws -> String? {
        var place: String?
        var last: [LogLine] = []
        while true {
            let query = ServerConnection.query([("logLimit", String(Self.pageSize)), ("logOffset", place)])
            let target = "/dispatch/\(ServerConnection.escaped(id))" + query
            let body = try await connection.answer("GET", target, as: DispatchBody.self)
            place = body.logOffset ?? place
            let page = body.logs ?? []
            guard let tail else {
                try page.filter(isWanted).forEach(handle)
                if page.isEmpty { return place }
                continue
            }
            last = Array((last + page.filter(isWanted)).suffix(tail))
            if page.isEmpty {
                try last.forEach(handle)
                return place
            }
        }
    }

    /// Hands on the lines that there are and those that come, until the dispatch ends.
    func follow(note: @escaping (String) -> Void, _ handle: (LogLine) throws -> Void) async throws {
        var follower = EventFollower(connection: connection, id: id)
        follower.place = try await lines(handle)
        follower.note = note
        follower.wasThere = true
        try await follower.follow { event in
            if case .log(let line) = event, isWanted(line) { try handle(line) }
        }
    }

    private func isWanted(_ line: LogLine) -> Bool { since.map { line.timestamp.date >= $0 } ?? true }
}
