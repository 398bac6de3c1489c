package import Foundation
package import Logging

/// Tells whether the engine that answers is the one that this installation's containers are on.
///
/// What another engine does not have proves nothing, so while one answers nothing is concluded and nothing started.
package actor EngineWatch {
    private let driver: any ContainerDriver
    private let store: any EngineStore
    private let identities: any IdentityStore
    private let now: @Sendable () -> Date
    private let logger: Logger

    /// The engine that answered in place of ours when it was last asked; nil while ours does.
    package private(set) var foreign: ForeignEngine?

    /// Makes a watch; nobody is asked yet.
    ///
    /// - Parameters:
    ///   - driver: speaks to the engine.
    ///   - store: keeps which engine is ours.
    ///   - identities: knows the operator's tenant, for the audit trail.
    ///   - now: the time.
    ///   - logger: told of engines that come and go.
    package init(
        driver: any ContainerDriver,
        store: any EngineStore,
        identities: any IdentityStore,
        now: @escaping @Sendable () -> Date,
        logger: Logger
    ) {
        self.driver = driver
        self.store = store
        self.identities = identities
        self.now = now
        self.logger = logger
    }

    /// Asks the engine which one it is.
    ///
    /// - Returns: whether it is ours, or none was seen yet, or it cannot be told from another.
    /// - Throws: ``ContainerError``, or the database's own error.
    package func isOurs() async throws -> Bool {
        let found = try await driver.identity()
        guard found.isKnown, let ours = try await store.engine(), ours != found else {
            if foreign != nil { logger.notice("the engine is the known one again", metadata: ["engine": "\(found)"]) }
            foreign = nil
            return true
        }
        let engine = ForeignEngine(expected: ours, found: found)
        if foreign != engine { logger.error("\(engine)") }
        foreign = engine
        return false
    }

    /// The same, and takes another engine for ours where nothing is lost by it.
    ///
    /// - Parameter isAtStake: whether anything of ours is on the engine that was known.
    /// - Returns: whether the engine is ours now.
    /// - Throws: what ``isOurs()`` throws, or `isAtStake`.
    package func look(isAtStake: @Sendable () async throws -> Bool) async throws -> Bool {
        let isOurs = try await isOurs()
        let isFirst = try await store.engine() == nil
        guard !isOurs || isFirst else { return true }
        if !isFirst, try await isAtStake() { return false }
        _ = try await accept(by: "scheduler")
        return true
    }

    /// Takes the engine that answers for ours, whatever was on the other one.
    ///
    /// - Parameter actor: who says so.
    /// - Returns: the engine, and the one that was known.
    /// - Throws: ``ContainerError``, or the database's own error.
    package func accept(by actor: String) async throws -> (engine: EngineIdentity, previous: EngineIdentity?) {
        let found = try await driver.identity()
        let previous = try await store.engine()
        guard found.isKnown, found != previous else { return (found, previous) }
        let name = AdminService.operatorName
        let entry = AuditEntry(
            at: now(),
            tenant: try await identities.tenant(name)?.id ?? name,
            actor: actor,
            action: "engine.accept",
            resource: found.description
        )
        try await store.setEngine(found, audit: entry)
        foreign = nil
        logger.notice(
            "the installation's containers are on this engine from now on",
            metadata: ["engine": "\(found)", "before": "\(previous?.description ?? "none")"]
        )
        return (found, previous)
    }
}

/// Another engine answers than the one that this installation's containers are on.
package struct ForeignEngine: Error, Sendable, Hashable, CustomStringConvertible {
    /// The one that is known.
    package let expected: EngineIdentity
    /// The one that answers.
    package let found: EngineIdentity

    package init(expected: EngineIdentity, found: EngineIdentity) {
        self.expected = expected
        self.found = found
    }

    package var description: String {
        "another engine answers, \(found), than the one that holds dispatches or workspaces, \(expected): "
            + "nothing is started or given up; bring that engine back, or let this one take its place: "
            + "outpost engine accept"
    }
}
