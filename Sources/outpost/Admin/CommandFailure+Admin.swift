internal import OutpostCore

/// Words for administration that failed, in the database or on the server.
extension CommandFailure {
    init(_ error: IdentityError) {
        switch error {
        case .nameTaken(let name): self.init(.conflict, "the name '\(name)' is taken", hint: "outpost tenants list")
        case .unknownTenant(let name):
            self.init(.notFound, "there is no tenant '\(name)'", hint: "outpost tenants list")
        case .unknownKey(let name):
            self.init(
                .notFound,
                "there is no key '\(name)'",
                hint: "name it by its id, or by 8 or more characters of its prefix: outpost keys list"
            )
        case .ambiguousKey(let prefix):
            self.init(
                .conflict,
                "more than one key begins with '\(prefix)'",
                hint: "name more of it, or its id: outpost keys list"
            )
        case .endedKey(let id):
            self.init(.conflict, "the key '\(id)' is expired or revoked", hint: "outpost keys create makes a new one")
        }
    }

    init(_ error: InvalidAdministration) {
        self.init(.usage, Self.sentences(error.problems.map { ($0.field, $0.message) }))
    }

    init(_ error: WebhookError) {
        switch error {
        case .unknown: self.init(.notFound, error.description, hint: "outpost webhooks list")
        case .unknownDelivery: self.init(.notFound, error.description, hint: "outpost webhooks deliveries ID")
        case .tooMany: self.init(.conflict, error.description, hint: "outpost webhooks rm ID")
        case .switchedOff(let id): self.init(.conflict, error.description, hint: "outpost webhooks test \(id)")
        case .stillPending: self.init(.conflict, error.description)
        }
    }

    private static func sentences(_ problems: [(field: String, message: String)]) -> String {
        problems.map { $0.field.isEmpty ? $0.message : "\($0.field): \($0.message)" }.joined(separator: "\n  ")
    }
}
