internal import OutpostCore

/// The lines of the engine's log from a point on, while the container runs and to its end.
struct FollowedLines: AsyncSequence, Sendable {
    typealias Element = OutpostCore.OutputLine
    typealias Failure = any Error

    /// Ends when the container does.
    let followed: ContainerLines
    /// Reads anew, as far as the log was written, what was followed; nil where nothing can be missing.
    ///
    /// When a container ends, an engine's follower may leave out what it has not sent by then: Podman's does, and that of
    /// Docker 20.10 on a busy machine. All of it is in the log.
    var written: (@Sendable () async throws -> ContainerLines)?

    func makeAsyncIterator() -> Iterator {
        Iterator(followed: followed.makeAsyncIterator(), written: written)
    }

    struct Iterator: AsyncIteratorProtocol {
        var followed: ContainerLines.Iterator
        let written: (@Sendable () async throws -> ContainerLines)?
        var counts: [OutpostCore.OutputLine.Stream: Int] = [:]
        var rest: LinesAfter<ContainerLines>.Iterator?

        mutating func next() async throws -> OutpostCore.OutputLine? {
            try await next(isolation: #isolation)
        }

        mutating func next(isolation actor: isolated (any Actor)?) async throws(any Error) -> OutpostCore.OutputLine? {
            if rest == nil {
                if let line = try await followed.next(isolation: actor) {
                    counts[line.stream, default: 0] += 1
                    return line
                }
                guard let written else { return nil }
                rest = LinesAfter(base: try await written(), skipped: counts).makeAsyncIterator()
            }
            return try await rest?.next(isolation: actor)
        }
    }
}
