internal import Foundation

extension SecretVault {
    /// The values that sign a webhook's messages at that time, the newest first.
    ///
    /// Each attempt needs them and none leaves the server with them: no access is recorded, deliveries are listed.
    ///
    /// - Throws: ``SecretError/damaged(_:)``, or the store's own error.
    func signingValues(of webhook: Webhook, at now: Date) async throws -> [SecretValue] {
        let reference = webhook.secret
        return try await store.newest(webhook.signingSecrets(at: now), of: reference).map {
            try text($0, of: reference)
        }
    }
}
