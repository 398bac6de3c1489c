package import Foundation

/// An address that is told of the ends of a tenant's dispatches.
package struct Webhook: Sendable, Hashable {
    /// A lower-case UUID.
    package let id: String
    /// Whose dispatches it is told of, by id.
    package let tenant: String
    /// Where to; see ``WebhookTarget``.
    package let url: String
    /// What it is told of.
    package let events: Set<WebhookEvent>
    /// For people; nil where nothing was said.
    package let description: String?
    /// When it was made.
    package let createdAt: Date
    /// When it last got a new secret; nil if it has its first.
    package var rotatedAt: Date?
    /// Since when it is told nothing, because it answered 410; nil while it is served.
    package var disabledAt: Date?

    package init(
        id: String,
        tenant: String,
        url: String,
        events: Set<WebhookEvent>,
        description: String? = nil,
        createdAt: Date,
        rotatedAt: Date? = nil,
        disabledAt: Date? = nil
    ) {
        self.id = id
        self.tenant = tenant
        self.url = url
        self.events = events
        self.description = description
        self.createdAt = createdAt
        self.rotatedAt = rotatedAt
        self.disabledAt = disabledAt
    }

    /// Endpoints that a tenant may have.
    package static let maximum = 20
    /// Seconds that messages are signed with the old secret too, after there is a new one.
    package static let overlap: TimeInterval = 86_400

    /// Under which its secret is kept.
    package var secret: SecretReference { SecretReference(owner: .tenant(tenant), kind: .webhook, name: id) }

    /// Secrets that sign at that time: the newest, and for a while the one before it.
    func signingSecrets(at now: Date) -> Int {
        guard let rotatedAt, now < rotatedAt.addingTimeInterval(Self.overlap) else { return 1 }
        return 2
    }
}

/// An end of a dispatch, in the words of the wire.
package enum WebhookEvent: String, Sendable, Hashable, Codable, CaseIterable {
    /// The agent did its work, or said that there was none.
    case completed = "dispatch.completed"
    /// It did not.
    case failed = "dispatch.failed"
    /// The deadline came first.
    case timeout = "dispatch.timeout"
    /// Somebody cancelled it.
    case cancelled = "dispatch.cancelled"

    /// The event that a dispatch's status means; nil before its end.
    package init?(_ status: DispatchStatus) {
        switch status {
        case .pending, .provisioning, .running, .completing: return nil
        case .success: self = .completed
        case .failed: self = .failed
        case .timeout: self = .timeout
        case .cancelled: self = .cancelled
        }
    }
}
