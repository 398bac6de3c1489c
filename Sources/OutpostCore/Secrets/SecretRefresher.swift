package import Foundation
package import Logging

/// Gives secrets the new values that their recipes have, when they are due.
///
/// The old version stays in use until the new value was found good; what runs keeps what it has.
package struct SecretRefresher: Sendable {
    private let store: any RefreshStore
    private let vault: SecretVault
    private let reader: any RecipeReader
    private let clock: any Clock<Duration>
    private let now: @Sendable () -> Date
    private let logger: Logger

    /// Who sets a refreshed secret, in the audit trail.
    package static let actor = "refresh"
    /// Time between two looks at what is due.
    package static let pulse = Duration.seconds(15)
    /// Seconds after which a refresh that failed is tried again, where the next is not due before.
    package static let retry = 300

    /// - Parameters:
    ///   - store: keeps the refreshes.
    ///   - vault: keeps the values.
    ///   - reader: takes values from where recipes say.
    ///   - clock: paces the looks.
    ///   - now: the time of day.
    ///   - logger: told of what failed and what is good again.
    package init(
        store: any RefreshStore,
        vault: SecretVault,
        reader: any RecipeReader,
        clock: any Clock<Duration>,
        now: @escaping @Sendable () -> Date,
        logger: Logger
    ) {
        self.store = store
        self.vault = vault
        self.reader = reader
        self.clock = clock
        self.now = now
        self.logger = logger
    }

    /// Refreshes what is due until the task is cancelled.
    package func run() async {
        while !Task.isCancelled {
            do {
                try await refreshDue()
                try await clock.sleep(for: Self.pulse)
            } catch is CancellationError {
                return
            } catch {
                logger.warning("secrets were not refreshed", metadata: ["error": "\(error)"])
                try? await clock.sleep(for: Self.pulse)
            }
        }
    }

    /// Refreshes what is due, one after the other; one that fails does not keep the others.
    ///
    /// - Throws: an error of the database, or `CancellationError`.
    package func refreshDue() async throws {
        let time = now()
        for refresh in try await store.refreshes() where refresh.nextAt <= time {
            try await run(refresh)
        }
    }

    /// One sentence for each secret whose last refresh failed.
    package func alerts() async throws -> [String] {
        try await store.refreshes().compactMap { refresh in
            refresh.problem.map { "the secret \(refresh.reference.name) was not refreshed: \($0)" }
        }
    }

    private func isWanted(_ refresh: SecretRefresh) async throws -> Bool {
        try await store.refreshes().contains { $0.reference == refresh.reference && $0.recipe == refresh.recipe }
    }

    private func run(_ refresh: SecretRefresh) async throws {
        var done = refresh
        done.problem = nil
        let name = "\(refresh.reference.name)"
        do {
            let value = try await reader.value(of: refresh.recipe)
            if let problem = value.problem { throw RecipeFailure(problem) }
            try await reader.check(value, with: refresh.recipe)
            // Somebody may have removed the secret meanwhile, or set it by hand, which ends its refresh.
            guard try await isWanted(refresh) else { return }
            if try await vault.value(of: refresh.reference, by: Self.actor, at: now()) != value {
                _ = try await vault.set(value, for: refresh.reference, by: Self.actor, at: now())
            }
            if refresh.problem != nil { logger.notice("secret is refreshed again", metadata: ["name": "\(name)"]) }
        } catch let failure as RecipeFailure {
            done.problem = failure.reason
            logger.warning("secret was not refreshed", metadata: ["name": "\(name)", "reason": "\(failure.reason)"])
        } catch let error as SecretError {
            done.problem = "\(error)"
            logger.warning("secret was not refreshed", metadata: ["name": "\(name)", "reason": "\(error)"])
        }
        let time = now()
        done.lastAt = time
        let wait = done.problem == nil ? refresh.every : min(refresh.every, Self.retry)
        done.nextAt = time.addingTimeInterval(TimeInterval(wait))
        try await store.note(done)
    }
}
