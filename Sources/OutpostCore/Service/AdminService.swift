package import Foundation

/// Tenants and keys, as their administrator handles them: the same for the command line and for HTTP.
///
/// Values arrive as they came over the wire and are checked here. Every change leaves a row in the audit trail.
package struct AdminService: Sendable {
    let identities: any IdentityStore
    let now: @Sendable () -> Date
    let makeID: @Sendable () -> String
    let makeSecret: @Sendable () -> APIKeySecret

    /// The name of the tenant whose `admin` keys may administrate; nobody else can have it.
    package static let operatorName = "operator"
    /// The actor of what is done from the command line, in the audit trail.
    package static let commandLineActor = "operator"

    /// Makes the service.
    ///
    /// - Parameters:
    ///   - identities: keeps tenants, keys and what the audit trail holds of them.
    ///   - now: the clock.
    ///   - makeID: makes a lower-case UUID.
    ///   - makeSecret: makes a key from the system's CSPRNG.
    package init(
        identities: any IdentityStore,
        now: @escaping @Sendable () -> Date,
        makeID: @escaping @Sendable () -> String,
        makeSecret: @escaping @Sendable () -> APIKeySecret
    ) {
        self.identities = identities
        self.now = now
        self.makeID = makeID
        self.makeSecret = makeSecret
    }

    func entry(_ action: String, tenant: String, resource: String, by actor: String) -> AuditEntry {
        AuditEntry(at: now(), tenant: tenant, actor: actor, action: action, resource: resource)
    }
}
