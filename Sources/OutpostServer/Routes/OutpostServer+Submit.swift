internal import Foundation
internal import Hummingbird
internal import OutpostAPI
internal import OutpostCore

extension OutpostServer {
    /// Reads a request for a dispatch and hands it to the service.
    func submit(
        _ request: Request,
        _ context: ServerContext,
        _ principal: Principal,
        limits: DispatchDecoder.Limits
    ) async throws -> (submission: Submission, warnings: [String]) {
        let decoded = try await decodeDispatch(request, context, principal, limits: limits)
        return (try await service.submit(decoded.draft, by: principal), decoded.warnings)
    }

    /// Reads a request for a dispatch, or for one of each of several agents.
    func decodeDispatch(
        _ request: Request,
        _ context: ServerContext,
        _ principal: Principal,
        limits: DispatchDecoder.Limits
    ) async throws -> DispatchDecoder.Decoded {
        try await decodeDispatch(
            try await object(in: request),
            idempotencyHeader: request.headers[.idempotencyKey],
            context,
            principal,
            limits: limits
        )
    }

    /// Reads the fields of a request for a dispatch, wherever they come from.
    func decodeDispatch(
        _ body: [String: JSONValue],
        idempotencyHeader: String?,
        _ context: ServerContext,
        _ principal: Principal,
        limits: DispatchDecoder.Limits
    ) async throws -> DispatchDecoder.Decoded {
        let decoder = DispatchDecoder(
            gitBaseURL: configuration.gitBaseURL,
            tenant: principal.tenant.id,
            now: context.receivedAt,
            gitPolicy: configuration.gitPolicy,
            limits: limits
        )
        do throws(RequestProblems) {
            return try decoder.decode(body, idempotencyHeader: idempotencyHeader)
        } catch {
            throw await refusal(of: error)
        }
    }

    /// All that is wrong with a body, the agent's name included.
    private func refusal(of problems: RequestProblems) async -> APIError {
        guard !problems.fields.isEmpty || problems.agent == nil else { return Self.refusal(of: problems.secrets) }
        var fields = problems.fields
        if let agent = problems.agent, let known = try? await service.fleet().agents.map(\.name), !known.contains(agent)
        {
            fields.insert(FieldProblem(path: "agent", message: APIError.unknownAgent(agent, known)), at: 0)
        }
        fields += problems.secrets.problems.map { FieldProblem(path: "additionalSecrets", message: $0) }
        return APIError(problems: fields)
    }

    private static func refusal(of secrets: SecretsDecoder.Secrets) -> APIError {
        APIError(
            .badRequest,
            .validation,
            "Additional secrets validation failed: " + secrets.problems.joined(separator: "; "),
            details: [
                "validationErrors": .array(secrets.problems.map { .string($0) }),
                "keyCount": .integer(secrets.values.count),
            ]
        )
    }
}
