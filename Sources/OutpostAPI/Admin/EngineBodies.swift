/// Which engine an installation's containers are on from now on.
package struct EngineAnswer: Codable, Sendable, Hashable {
    /// The engine that answers: its id and where it keeps its containers.
    package var engine: String
    /// The one that was known before; absent before the first.
    package var previous: String?

    package init(engine: String, previous: String?) {
        self.engine = engine
        self.previous = previous
    }
}
