internal import OutpostAPI

/// How people name a dispatch: its whole id, the beginning of one, or `@last`.
enum DispatchReference {
    private static let idLength = 26
    /// The most that a list can have; older ones are named by their whole id.
    private static let looked = 100

    /// The id that is meant.
    ///
    /// - Parameters:
    ///   - text: what was typed; a whole id, or what is none, is left to the server.
    ///   - list: gives the newest dispatches, so many at most.
    /// - Returns: an id.
    /// - Throws: ``CommandFailure`` where none or more than one is meant.
    static func resolve(_ text: String, _ list: (Int) async throws -> [String]) async throws -> String {
        if text == "@last" {
            guard let newest = try await list(1).first else {
                throw CommandFailure(
                    .notFound,
                    "there is no dispatch yet",
                    hint: "outpost dispatch AGENT \"what to do\""
                )
            }
            return newest
        }
        guard !text.isEmpty else {
            throw CommandFailure(.usage, "the dispatch's id is empty", hint: "outpost ps lists them")
        }
        guard text.count < idLength, text.utf8.allSatisfy(isDigit) else { return text }
        let matches = try await list(looked).filter { $0.hasPrefix(text.uppercased()) }
        guard let match = matches.first else {
            throw CommandFailure(
                .notFound,
                "none of the last \(looked) dispatches begins with '\(text)'",
                hint: "outpost ps --all lists them; older ones take their whole id"
            )
        }
        guard matches.count == 1 else {
            throw CommandFailure(
                .conflict,
                "\(matches.count) dispatches begin with '\(text)'",
                hint: "name more of it: \(matches.prefix(3).joined(separator: ", "))"
            )
        }
        return match
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}

extension ServerConnection {
    /// The dispatch that is meant by an id, the beginning of one, or `@last`.
    func dispatchID(_ text: String) async throws -> String {
        try await DispatchReference.resolve(text) { count in
            try await answer("GET", "/dispatch?limit=\(count)", as: PageBody<DispatchBody>.self).items.map(\.dispatchId)
        }
    }

    /// What is known of a dispatch, without its log.
    func dispatch(_ id: String) async throws -> DispatchBody {
        try await answer("GET", "/dispatch/\(Self.escaped(id))?skipLogs=true")
    }
}
