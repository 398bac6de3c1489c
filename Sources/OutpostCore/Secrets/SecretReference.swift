/// Names one secret: whose it is, what it is for, and its name.
package struct SecretReference: Sendable, Hashable {
    /// Whose it is.
    package let owner: SecretOwner
    /// What it is for.
    package let kind: SecretKind
    /// A variable's name, a git server's host, or a webhook's id.
    package let name: String

    package init(owner: SecretOwner, kind: SecretKind = .environment, name: String) {
        self.owner = owner
        self.kind = kind
        self.name = name
    }
}

/// Whose a secret is.
package enum SecretOwner: Sendable, Hashable {
    /// The operator's, lent to every tenant.
    case shared
    /// The tenant with this id.
    case tenant(String)

    /// The text as it is stored; a tenant's id is a UUID and never reads `shared`.
    package var text: String {
        switch self {
        case .shared: "shared"
        case .tenant(let id): id
        }
    }

    /// Takes what ``text`` gave.
    package init(text: String) { self = text == "shared" ? .shared : .tenant(text) }
}

/// What a secret is for; names of different kinds never meet.
package enum SecretKind: String, Sendable, Hashable, CaseIterable {
    /// A provider's key, or a variable of an agent's process.
    case environment
    /// The credential of a git server.
    case git
    /// What signs the messages to a webhook.
    case webhook
    /// What came with the request of one dispatch, whose id is the name; it goes when the dispatch ends.
    case dispatch
}
