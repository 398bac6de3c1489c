internal import HTTPTypes

/// The paths that exist, with the methods that each of them takes.
struct KnownPaths: Sendable {
    private struct Entry {
        let parts: [Substring]
        var methods: Set<HTTPRequest.Method>
        let isOpen: Bool
    }

    private let entries: [Entry]

    /// What a path takes.
    struct Match: Sendable, Hashable {
        /// Methods in alphabetical order.
        let methods: [String]
        /// Whether it is for everybody.
        let isOpen: Bool
    }

    /// - Parameters:
    ///   - routes: of the API.
    ///   - pages: of the dashboard, whose addresses are no secret.
    init(_ routes: [Route], pages: [DashboardPage] = []) {
        let places =
            routes.map { (path: $0.path, method: $0.method, isOpen: $0.access == .open) }
            + pages.map { (path: $0.path, method: $0.method, isOpen: true) }
        entries = Dictionary(grouping: places, by: \.path).map { path, places in
            var methods = Set(places.map(\.method))
            if methods.contains(.get) { methods.insert(.head) }
            return Entry(
                parts: path.split(separator: "/"),
                methods: methods,
                isOpen: places.allSatisfy(\.isOpen)
            )
        }
        // `{id}.tar` comes before `{id}`, which it is as well, and `**`, which is everything below it, last.
        .sorted { left, right in
            let free = [left, right].map { entry in
                (entry.parts.last == "**" ? 1 : 0, entry.parts.count { $0.hasSuffix("}") })
            }
            return free[0] < free[1]
        }
    }

    /// The entry for a path; nil where there is none.
    func match(_ path: String) -> Match? {
        let parts = path.split(separator: "/")
        guard let entry = entries.first(where: { Self.matches(parts, $0.parts) }) else { return nil }
        return Match(methods: entry.methods.map(\.rawValue).sorted(), isOpen: entry.isOpen)
    }

    /// A parameter may have an ending, as in `{id}.tar`.
    private static func matches(_ part: Substring, _ template: Substring) -> Bool {
        guard template.hasPrefix("{"), let end = template.firstIndex(of: "}") else { return part == template }
        let ending = template[end...].dropFirst()
        return part.hasSuffix(ending) && part.utf8.count > ending.utf8.count
    }

    private static func matches(_ parts: [Substring], _ template: [Substring]) -> Bool {
        if template.last == "**" {
            let fixed = template.dropLast()
            return parts.count > fixed.count && matches(Array(parts.prefix(fixed.count)), Array(fixed))
        }
        return parts.count == template.count && zip(parts, template).allSatisfy(matches)
    }
}
