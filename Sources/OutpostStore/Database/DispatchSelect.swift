internal import Foundation
internal import GRDB
internal import OutpostCore

/// A list query as SQL; values are only ever bound, never written into the text.
struct DispatchSelect: Sendable {
    private(set) var sql: String
    private(set) var arguments: StatementArguments = []

    init(_ query: DispatchQuery, limit: Int) {
        sql = "SELECT * FROM dispatch"
        var conditions = Conditions(arguments: [query.tenant])
        if let before = query.before { conditions.add("id < ?", [before.text]) }
        if let since = query.since {
            conditions.add("createdAt >= ?", [since.timeIntervalSince1970 - Self.shownPrecision])
        }
        if let agent = query.agent { conditions.add("agent = ?", [agent]) }
        if let batch = query.batch { conditions.add("batch = ?", [batch.text]) }
        if let repository = query.repository { conditions.add(repository: repository) }
        if !query.statuses.isEmpty {
            let marks = query.statuses.map { _ in "?" }.joined(separator: ", ")
            conditions.add("status IN (\(marks))", StatementArguments(query.statuses.map(\.rawValue)))
        }
        for (name, value) in query.tags.flatMap({ name, values in values.map { (name, $0) } }) {
            conditions.add(
                """
                EXISTS (SELECT 1 FROM dispatchTag AS tag
                    WHERE tag.dispatch = dispatch.id AND tag.name = ? AND tag.value = ?)
                """,
                [name, value]
            )
        }
        sql += " WHERE " + conditions.text + " ORDER BY id DESC LIMIT ?"
        arguments = conditions.arguments + [limit]
    }

    /// Times are shown rounded to the millisecond; who asks for what was shown means that dispatch too.
    private static let shownPrecision = 0.000_5

    private struct Conditions {
        var text = "tenant = ?"
        var arguments: StatementArguments

        mutating func add(_ condition: String, _ values: StatementArguments) {
            text += " AND " + condition
            arguments += values
        }

        /// The repository as it was given; `owner/name` also stands for every URL that ends so.
        mutating func add(repository: String) {
            let name = repository.hasSuffix(".git") ? String(repository.dropLast(4)) : repository
            let parts = name.split(separator: "/", omittingEmptySubsequences: false)
            guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty && !$0.contains(":") }) else {
                return add("repository = ?", [repository])
            }
            let tails = ["/" + name, "/" + name + ".git"]
            add(
                "(repository IN (?, ?) OR substr(repository, ?) = ? OR substr(repository, ?) = ?)",
                [
                    name, name + ".git", -tails[0].unicodeScalars.count, tails[0],
                    -tails[1].unicodeScalars.count, tails[1],
                ]
            )
        }
    }
}
