internal import TestSupport

/// What happened, in order, as short lines that tests wait for and compare.
typealias Journal = Observed<[String]>

extension Observed where Value == [String] {
    convenience init() { self.init([]) }

    func note(_ line: String) { update { $0.append(line) } }

    /// Waits until a line was noted.
    func wait(for line: String) async throws { try await wait { $0.contains(line) } }

    func count(_ line: String) -> Int { value.count { $0 == line } }

    /// Whether every line was noted, in this order.
    func has(inOrder lines: [String]) -> Bool {
        var rest = lines[...]
        for line in value where line == rest.first { rest = rest.dropFirst() }
        return rest.isEmpty
    }
}

/// An error that a test asks for.
struct Planned: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// Errors that a test wants to see, by the step that they come from.
typealias Faults = [String: any Error & Sendable]
