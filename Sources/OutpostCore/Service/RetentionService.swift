package import Foundation
package import Logging

/// Removes the results of ended dispatches when their time has come, and keeps the records.
///
/// What goes is written down before it goes, so that a process killed meanwhile leaves nothing half removed: the next
/// one goes on. Several may work at once.
package struct RetentionService: Sendable {
    let store: any ResultStore
    let files: any ResultFiles
    let identities: any IdentityStore
    let images: (any ImageSweeper)?
    let policy: RetentionPolicy
    let now: @Sendable () -> Date
    let logger: Logger

    /// Results that one step of a sweep looks at.
    static let batch = 256
    /// Time between two sweeps.
    package static let interval = Duration.seconds(60)
    /// Age from which an image that no folder names may go, unless the operator says otherwise.
    static let imageAge: TimeInterval = 7 * 86_400

    /// - Parameters:
    ///   - store: knows the results.
    ///   - files: has them.
    ///   - identities: knows the tenants, which may have a time of their own.
    ///   - images: finds images; nil where no engine is at hand.
    ///   - policy: how long results are kept.
    ///   - now: the time of day.
    ///   - logger: told of what went.
    package init(
        store: any ResultStore,
        files: any ResultFiles,
        identities: any IdentityStore,
        images: (any ImageSweeper)? = nil,
        policy: RetentionPolicy = RetentionPolicy(),
        now: @escaping @Sendable () -> Date,
        logger: Logger
    ) {
        self.store = store
        self.files = files
        self.identities = identities
        self.images = images
        self.policy = policy
        self.now = now
        self.logger = logger
    }

    /// Clears up now and then until the task is cancelled.
    ///
    /// - Parameter clock: measures the time between two sweeps.
    /// - Throws: `CancellationError`.
    package func run(clock: any Clock<Duration>) async throws {
        while true {
            do {
                try await sweep()
            } catch {
                try Task.checkCancellation()
                logger.warning("old results were not all removed", metadata: ["error": "\(error)"])
            }
            try await clock.sleep(for: Self.interval)
        }
    }

    /// Goes on with what was begun, measures what ended, and removes what is due.
    package func sweep() async throws {
        try await settle()
        while true {
            try Task.checkCancellation()
            let removals = try await plan(try await currentPolicy(), limit: Self.batch).removals
            var failures = 0
            for removal in removals where try await !remove(removal, by: "scheduler") { failures += 1 }
            guard removals.count >= Self.batch, failures == 0 else { return }
        }
    }

    /// The policy with the times that single tenants have.
    func currentPolicy() async throws -> RetentionPolicy {
        var policy = policy
        for tenant in try await identities.tenants() where tenant.limits.retentionDays > 0 {
            policy.tenantAges[tenant.id] = Double(tenant.limits.retentionDays) * 86_400
        }
        return policy
    }

    /// Asks for what may be due only, and plans with it.
    ///
    /// - Parameters:
    ///   - policy: how long results are kept.
    ///   - limit: of each question; nil plans with everything.
    /// - Returns: the plan.
    /// - Throws: the database's own error.
    func plan(_ policy: RetentionPolicy, limit: Int?) async throws -> RetentionPlan {
        let time = now()
        var results = try await store.results(.expired(at: time), limit: limit)
        // Tenants one by one: old results of one that keeps them long must not hide those of the others.
        for tenant in try await identities.tenants() {
            guard let age = policy.age(of: tenant.id) else { continue }
            let due = time.addingTimeInterval(-age)
            results += try await store.results(.tenant(tenant.id, endedBy: due), limit: limit)
        }
        let free = policy.minimumFreeBytes > 0 ? await files.freeBytes() : nil
        if let free, free < policy.minimumFreeBytes {
            results += try await store.results(.all(endedBy: time.addingTimeInterval(-policy.grace)), limit: limit)
        }
        return RetentionPlan(results: results, policy: policy, freeBytes: free, now: time)
    }

    /// Goes on with removals that were begun, and measures what ended.
    func settle() async throws {
        try await resume()
        try await measure()
    }

    private func resume() async throws {
        while true {
            let begun = try await store.removing(limit: Self.batch)
            for id in begun { try await discard(id) }
            guard begun.count == Self.batch else { return }
            try Task.checkCancellation()
        }
    }

    private func measure() async throws {
        while true {
            let ended = try await store.unmeasured(limit: Self.batch)
            for id in ended { try await store.measured(id, bytes: try await files.measure(id)) }
            guard ended.count == Self.batch else { return }
            try Task.checkCancellation()
        }
    }
}
