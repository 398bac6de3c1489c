internal import CurlHTTP
internal import OutpostAPI
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

    /// A failure that the server told.
    init(_ error: ErrorBody) {
        switch error.code {
        case .notFound where error.message.hasPrefix("Dispatch "):
            self.init(.notFound, error.message, hint: "name the data directory that has it with --data-dir")
        case .notFound: self.init(.notFound, error.message, hint: "outpost tenants list, outpost keys list")
        case .conflict: self.init(.conflict, error.message)
        case .validation where !error.problems.isEmpty:
            self.init(.usage, Self.sentences(error.problems.map { ($0.path, $0.message) }))
        case .validation: self.init(.usage, error.message)
        default: self.init(.infrastructure, "the server answered: \(error.message)")
        }
    }

    /// The server went away or took too long; a call that changes something may have been done.
    init(_ error: CurlError) {
        self.init(
            .infrastructure,
            "the server did not answer: \(error)",
            hint: "what was asked for may have been done: outpost tenants list, outpost keys list"
        )
    }

    private static func sentences(_ problems: [(field: String, message: String)]) -> String {
        problems.map { $0.field.isEmpty ? $0.message : "\($0.field): \($0.message)" }.joined(separator: "\n  ")
    }
}
