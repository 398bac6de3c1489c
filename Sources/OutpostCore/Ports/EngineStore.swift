/// What tells one engine from another.
///
/// The id alone does not: some engines keep it apart from their containers.
package struct EngineIdentity: Sendable, Hashable, CustomStringConvertible {
    /// The engine's id; empty for engines that have none.
    package let id: String
    /// Where the engine keeps its containers; empty for engines that do not say.
    package let rootDirectory: String

    package init(id: String, rootDirectory: String) {
        self.id = id
        self.rootDirectory = rootDirectory
    }

    /// Whether it can be told from another at all.
    package var isKnown: Bool { !id.isEmpty || !rootDirectory.isEmpty }

    package var description: String {
        guard isKnown else { return "an engine that does not say which one it is" }
        return id.isEmpty ? rootDirectory : "\(id) (\(rootDirectory))"
    }
}

/// Keeps which engine an installation's containers are on.
package protocol EngineStore: Sendable {
    /// The engine; nil before the first one was seen.
    func engine() async throws -> EngineIdentity?

    /// Takes another one; durable when it returns, with its audit row or not at all.
    ///
    /// - Throws: ``StorageFull``, or the database's own error.
    func setEngine(_ engine: EngineIdentity, audit: AuditEntry) async throws
}
