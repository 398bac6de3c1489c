internal import Hummingbird
package import OutpostAPI
internal import OutpostCore

/// What only the administration's socket does, because it is about the server's machine.
package struct LocalAdministration: Sendable {
    let rewrap: @Sendable (_ newKeyFile: String?, _ actor: String) async throws -> RewrapAnswer
    let acceptEngine: @Sendable (_ actor: String) async throws -> EngineAnswer

    /// - Parameters:
    ///   - rewrap: gives the secret store new keys.
    ///   - acceptEngine: takes the engine that answers for the installation's own.
    package init(
        rewrap: @escaping @Sendable (_ newKeyFile: String?, _ actor: String) async throws -> RewrapAnswer,
        acceptEngine: @escaping @Sendable (_ actor: String) async throws -> EngineAnswer
    ) {
        self.rewrap = rewrap
        self.acceptEngine = acceptEngine
    }
}

/// A call of the local administration that failed, in words for the person who made it.
package struct LocalFailure: Error, Sendable, Hashable {
    /// What happened, why, and what to do.
    package let message: String

    package init(message: String) {
        self.message = message
    }
}

extension OutpostServer {
    /// Routes of the administration's socket alone; no key reaches them.
    var localRoutes: [Route] {
        guard let local else { return [] }
        return [
            .administration(.post, "/admin/vault/rewrap", .rewrapVault) { request, context, caller in
                var fields = FieldReader(try await object(in: request))
                let file = fields.string("newKeyFile")
                fields.warnOfUnknownFields()
                guard fields.problems.isEmpty else { throw APIError(problems: fields.problems) }
                let answer = try await local.rewrap(file, caller.actor)
                return try context.answer(answer, warnings: fields.warnings)
            },
            .administration(.post, "/admin/vault/refresh", .refreshSecret) { request, context, caller in
                let body = try await refreshBody(request)
                let refresh = try await secrets.refresh(
                    body.name,
                    from: body.recipe,
                    every: body.every,
                    tenant: body.tenant,
                    by: caller.actor
                )
                return try context.answer(SecretRefreshBody(refresh))
            },
            .administration(.post, "/admin/engine/accept", .acceptEngine) { _, context, caller in
                try context.answer(try await local.acceptEngine(caller.actor))
            },
        ]
    }

    private struct RefreshCall {
        let name: String
        let recipe: RefreshRecipe
        let every: Int
        let tenant: String?
    }

    private func refreshBody(_ request: Request) async throws -> RefreshCall {
        var fields = FieldReader(try await object(in: request))
        let name = fields.string("name", isRequired: true)
        let tenant = fields.string("tenant")
        let source = fields.string("source", isRequired: true)
        let text = fields.string("text", isRequired: true)
        let check = fields.string("check")
        let every = fields.integer("everySeconds", in: SecretRefresh.everyRange)
        let known = source.flatMap(RefreshRecipe.Source.init(rawValue:))
        if source != nil, known == nil { fields.refuse("source", "There is no such source") }
        if fields.value("everySeconds") == nil { fields.refuse("everySeconds", "Required") }
        // A misspelt check would let every value pass.
        fields.refuseUnknownFields()
        guard fields.problems.isEmpty, let name, let text, let every, let source = known else {
            throw APIError(problems: fields.problems)
        }
        let recipe = RefreshRecipe(source: source, text: text, check: check)
        return RefreshCall(name: name, recipe: recipe, every: every, tenant: tenant)
    }
}

extension Operation {
    fileprivate static let refreshSecret = Operation(
        id: "refreshSecret",
        tag: .administration,
        summary: "Let a secret get new values from a command or a file of the server's machine",
        success: .plain("SecretRefresh")
    )
    fileprivate static let acceptEngine = Operation(
        id: "acceptEngine",
        tag: .administration,
        summary: "Take the engine that answers for the installation's own",
        success: .plain("Engine")
    )
    fileprivate static let rewrapVault = Operation(
        id: "rewrapVault",
        tag: .administration,
        summary: "Give the secret store a new master key and new keys of all tenants",
        success: .plain("Rewrap")
    )
}
