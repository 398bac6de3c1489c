internal import Foundation
internal import OutpostAPI
internal import OutpostCore

/// Reads the body of a request for a dispatch.
struct DispatchDecoder {
    /// What `owner/name` is joined to.
    let gitBaseURL: String
    /// The tenant that asks.
    let tenant: String
    let now: Date
    /// What `repoUrl` may name.
    var gitPolicy = RepositoryURLPolicy()
    /// The limits of the interface that is used.
    var limits = Limits()

    /// Bounds that differ between `POST /dispatch` and `POST /api/v2/jobs`.
    struct Limits: Sendable, Hashable {
        var task = 10...50_000
        var timeout = DispatchRequest.timeoutRange
        /// Seconds to which a longer timeout is lowered; nil leaves it to be refused.
        var longestTimeout: Int?
        /// Whether `agents` may name more than one.
        var allowsSeveralAgents = false

        /// Those of dispatches.
        static let dispatch = Limits(allowsSeveralAgents: true)

        /// Those of Outpost v2's jobs.
        static func job(of tenant: TenantLimits) -> Limits {
            Limits(task: 10...5000, timeout: 1...3600, longestTimeout: tenant.timeoutSeconds)
        }
    }

    /// A draft with what it was read from.
    struct Decoded: Sendable {
        var draft: DispatchDraft
        /// One for each agent, where the body has a list of them.
        var batch: [DispatchDraft]?
        /// What is not honoured.
        var warnings: [String]
    }

    /// Reads a body.
    ///
    /// - Parameters:
    ///   - body: the fields.
    ///   - idempotencyHeader: the header `Idempotency-Key`.
    /// - Returns: the draft, and what of the body is not honoured.
    /// - Throws: ``RequestProblems``.
    func decode(_ body: [String: JSONValue], idempotencyHeader: String?) throws(RequestProblems) -> Decoded {
        var fields = FieldReader(body)
        let agents = agents(&fields)
        let task = task(&fields)
        let models = models(&fields, for: agents)
        let repository = repository(&fields)
        let branch = branch(&fields)
        var options = DispatchOptions()
        let timeout = timeout(&fields)
        readOptions(&fields, hasRepository: repository != nil, into: &options)
        check(agents, options, &fields)
        warn(&fields, ofRepository: repository, branch: branch, options)
        warn(&fields, ofExpiry: options, timeout: timeout)
        let secrets = SecretsDecoder().decode(&fields)
        let key = idempotencyKey(&fields, header: idempotencyHeader)
        checkUser(&fields)
        fields.warnOfUnknownFields()
        guard fields.problems.isEmpty, secrets.problems.isEmpty, let agents, let agent = agents.first, let task else {
            throw RequestProblems(fields: fields.problems, secrets: secrets, agent: agents?.first)
        }
        let draft = DispatchDraft(
            agent: agent,
            task: task,
            model: models[agent] ?? models[nil],
            repositoryURL: repository,
            reference: branch,
            timeoutSeconds: timeout,
            secretNames: secrets.names,
            secretValues: secrets.values,
            idempotencyKey: key,
            options: options
        )
        var decoded = Decoded(draft: draft, warnings: fields.warnings)
        if case .several(let names) = agents {
            decoded.batch = names.map { name in
                var draft = draft
                draft.agent = name
                draft.model = models[name] ?? models[nil]
                return draft
            }
        }
        return decoded
    }

    private func task(_ fields: inout FieldReader) -> String? {
        guard let task = fields.string("task", isRequired: true) else { return nil }
        // Outpost v2 counts as JavaScript does.
        let length = task.utf16.count
        if length < limits.task.lowerBound {
            fields.refuse("task", "Task must be at least \(limits.task.lowerBound) characters")
        } else if length > limits.task.upperBound {
            fields.refuse("task", "Task must not exceed \(limits.task.upperBound) characters")
        } else {
            return task
        }
        return nil
    }

    private func timeout(_ fields: inout FieldReader) -> Int? {
        let seconds = fields.integer("timeoutSeconds", aliases: ["timeout", "timeout_seconds"], in: limits.timeout)
        let shortest = DispatchRequest.timeoutRange.lowerBound
        guard let seconds else { return nil }
        if seconds < shortest { fields.warn("timeoutSeconds raised to \(shortest), the shortest there is") }
        if let longest = limits.longestTimeout, seconds > longest {
            fields.warn("timeoutSeconds lowered to \(longest), the longest of this tenant")
            return longest
        }
        return max(seconds, shortest)
    }

    private func branch(_ fields: inout FieldReader) -> String? {
        let branch = fields.text("branch", maximum: 255, tooLong: "Branch name too long")
        guard let branch else { return nil }
        guard DispatchRequest.isReference(branch) else {
            fields.refuse("branch", "Invalid branch name")
            return nil
        }
        return branch
    }

    private func idempotencyKey(_ fields: inout FieldReader, header: String?) -> String? {
        let name = "idempotencyKey"
        let tooLong = "Idempotency key too long"
        let field = fields.text(name, aliases: ["idempotency_key"], maximum: 128, tooLong: tooLong)
        guard let header, !header.isEmpty else { return field }
        if header.utf16.count > 128 { fields.refuse(name, tooLong) }
        if let field, field != header {
            fields.refuse(name, "Differs from the header Idempotency-Key")
        }
        return header
    }

    /// Old clients name their user; here the key does.
    private func checkUser(_ fields: inout FieldReader) {
        guard let user = fields.value("userId", aliases: ["user_id"]), user != .string(tenant) else { return }
        fields.warn("field 'userId' ignored: the key decides whose dispatch it is")
    }
}

/// A body that is no request for a dispatch.
struct RequestProblems: Error {
    /// What is wrong but for secrets.
    var fields: [FieldProblem]
    /// The secrets with what is wrong with them.
    var secrets: SecretsDecoder.Secrets
    /// The agent, where one was named; whether it exists is not known here.
    var agent: String?
}
