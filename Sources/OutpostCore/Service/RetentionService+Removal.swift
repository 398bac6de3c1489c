internal import Foundation
internal import Logging

extension RetentionService {
    /// Removes temporary files that a process which died left; for whoever has the data directory to itself.
    package func removeLeftovers() async {
        do {
            for name in try await files.removeLeftovers() {
                logger.notice("removed what an earlier process left", metadata: ["name": "\(name)"])
            }
        } catch {
            logger.warning("temporary files were not removed", metadata: ["error": "\(error)"])
        }
    }

    /// Measures the results of a dispatch that has just ended, so that they count at once.
    package func measure(_ id: DispatchID) async {
        do {
            try await store.measured(id, bytes: try await files.measure(id))
        } catch {
            logger.debug("results are measured later", metadata: ["dispatch.id": "\(id)", "error": "\(error)"])
        }
    }

    /// Removes the results of one dispatch because somebody asked.
    ///
    /// - Parameters:
    ///   - dispatch: it has ended.
    ///   - actor: who asked.
    /// - Returns: the removal, which may be an earlier one, and the bytes that are free now.
    /// - Throws: ``ServiceError/stillRunning(_:)``, or the database's own error.
    package func remove(
        resultsOf dispatch: Dispatch,
        by actor: String
    ) async throws -> (removal: ResultRemoval, freedBytes: Int) {
        guard dispatch.state.status.isTerminal, let endedAt = dispatch.state.endedAt else {
            throw ServiceError.stillRunning(dispatch.state.status)
        }
        if let removal = dispatch.removal { return (removal, 0) }
        let bytes = try await files.measure(dispatch.id)
        do {
            try await store.measured(dispatch.id, bytes: bytes)
        } catch is StorageFull {
            // The files make the room that their record needs.
            try await files.discard(dispatch.id)
        }
        let time = now()
        let result = StoredResult(id: dispatch.id, tenant: dispatch.tenant, endedAt: endedAt, bytes: bytes)
        try await remove(RetentionPlan.Removal(result: result, cause: .request), by: actor, at: time)
        return (ResultRemoval(at: time, cause: .request), bytes)
    }

    /// What a tenant's results take.
    package func usage(of tenant: String) async throws -> StoredUsage {
        try await store.usage(of: tenant)
    }

    /// Clears up as an operator asks.
    ///
    /// - Parameters:
    ///   - request: what.
    ///   - actor: who asked, for the audit trail.
    /// - Returns: what went or, in a dry run, would go.
    /// - Throws: the database's own error, or ``ContainerError``.
    package func collect(_ request: CollectionRequest, by actor: String) async throws -> CollectionReport {
        var policy = try await currentPolicy()
        if let age = request.olderThan {
            policy.maximumAge = min(age, policy.maximumAge ?? age)
            policy.tenantAges = policy.tenantAges.mapValues { min($0, age) }
        }
        try await settle()
        var report = CollectionReport()
        for removal in try await plan(policy, limit: nil).removals {
            try Task.checkCancellation()
            if request.isDryRun {
                report.results.append(removal)
            } else if try await remove(removal, by: actor) {
                report.results.append(removal)
            }
        }
        if request.includesImages, let images {
            let age = request.olderThan ?? Self.imageAge
            for image in try await images.obsoleteImages(before: now().addingTimeInterval(-age)) {
                if request.isDryRun {
                    report.images.append(image)
                } else if try await images.remove(image) {
                    report.images.append(image)
                } else {
                    report.imagesInUse.append(image)
                }
            }
        }
        return report
    }

    /// Removes what a plan names; one that fails is left to the next sweep.
    ///
    /// - Returns: whether it is gone, and by this call.
    func remove(_ removal: RetentionPlan.Removal, by actor: String) async throws -> Bool {
        do {
            return try await remove(removal, by: actor, at: now())
        } catch is StorageFull {
            // Without room not even the removal can be written down. Files first, then; if the process dies in between,
            // the next sweep finds the row and writes it down.
            try await files.discard(removal.result.id)
            return try await remove(removal, by: actor, at: now())
        }
    }

    @discardableResult
    private func remove(_ removal: RetentionPlan.Removal, by actor: String, at time: Date) async throws -> Bool {
        let result = removal.result
        let isOurs = try await store.markRemoved(
            result.id,
            ResultRemoval(at: time, cause: removal.cause),
            audit: AuditEntry(
                at: time,
                tenant: result.tenant,
                actor: actor,
                action: "results.remove",
                resource: result.id.text
            )
        )
        guard isOurs else { return false }
        logger.info(
            "results are removed",
            metadata: [
                "dispatch.id": "\(result.id)", "cause": "\(removal.cause.rawValue)", "bytes": "\(result.bytes)",
            ]
        )
        do {
            try await discard(result.id)
        } catch {
            logger.warning(
                "the files of removed results go later",
                metadata: ["dispatch.id": "\(result.id)", "error": "\(error)"]
            )
        }
        return true
    }

    func discard(_ id: DispatchID) async throws {
        try await files.discard(id)
        try await store.removed(id)
    }
}
