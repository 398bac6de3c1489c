internal import Foundation
internal import Logging

extension Dispatcher {
    /// Ends what still waits when it expires.
    func expire() async {
        let time = now()
        for candidate in waiting.values {
            guard let expiresAt = candidate.expiresAt, expiresAt <= time else { continue }
            waiting[candidate.id] = nil
            do {
                try await expire(candidate.id, tenant: candidate.tenant)
            } catch {
                logger.error(
                    "an expiry was not recorded",
                    metadata: ["dispatch.id": "\(candidate.id)", "error": "\(error)"]
                )
                waiting[candidate.id] = candidate
            }
        }
    }

    /// Whether a dispatch that was about to start expired while its image was made; it has ended then.
    func didExpire(_ dispatch: Dispatch) async throws -> Bool {
        guard let expiresAt = dispatch.request.options.expiresAt, expiresAt <= now() else { return false }
        try await expire(dispatch.id, tenant: dispatch.tenant)
        return true
    }

    private func expire(_ id: DispatchID, tenant: String) async throws {
        let message = "it expired before it started"
        let end = DispatchEnd(status: .cancelled, reason: .cancelled, message: message)
        let time = now()
        // Where somebody cancelled it meanwhile this changes nothing, and nothing is written of it.
        _ = try await parts.repository.apply(
            .concluded(end, at: time),
            to: id,
            at: time,
            audit: AuditEntry(
                at: time,
                tenant: tenant,
                actor: "scheduler",
                action: "dispatch.expire",
                resource: id.text
            )
        )
        forget(id)
    }
}
