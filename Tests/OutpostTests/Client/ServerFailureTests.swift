internal import CurlHTTP
internal import Foundation
internal import OutpostAPI
internal import TestSupport
internal import Testing

@testable internal import outpost

@Suite("What a server refuses")
struct ServerFailureTests {
    private static let remote = ServerAddress.remote(url: "http://s.test", key: "k")

    private static let refusals: [(ErrorBody, CommandStatus)] = [
        (ErrorBody(code: .authentication, message: "Invalid API key"), .notFound),
        (ErrorBody(code: .authorization, message: "Missing required scope: list"), .notFound),
        (ErrorBody(code: .notFound, message: "Dispatch not found: D"), .notFound),
        (ErrorBody(code: .conflict, message: "Cannot cancel dispatch in terminal state"), .conflict),
        (ErrorBody(code: .rateLimitExceeded, message: "Rate limit exceeded"), .infrastructure),
        (ErrorBody(code: .internal, message: "An unexpected error"), .infrastructure),
        (ErrorBody(problems: [FieldProblem(path: "agent", message: "Invalid enum value")]), .agent),
        (ErrorBody(problems: [FieldProblem(path: "task", message: "too short")]), .task),
        (ErrorBody(problems: [FieldProblem(path: "repoUrl", message: "not allowed")]), .repository),
        (ErrorBody(problems: [FieldProblem(path: "timeoutSeconds", message: "too long")]), .usage),
        (ErrorBody(code: .validation, message: "Invalid model", details: ["validModels": ["m"]]), .model),
        (ErrorBody(code: .validation, message: "needs the secret K", details: ["missingSecrets": ["K"]]), .secret),
    ]

    @Test("has an exit status of its kind and the server's own words", arguments: refusals.indices)
    func words(index: Int) {
        let (error, status) = Self.refusals[index]
        let failure = CommandFailure(error, from: Self.remote)
        #expect(failure.status == status)
        #expect(failure.message.contains(error.problems.first?.message ?? error.message))
    }

    @Test("hints at the other tenants on this machine, and at the list elsewhere")
    func hints() {
        let error = ErrorBody(code: .notFound, message: "Dispatch not found: D")
        #expect(
            CommandFailure(error, from: .local(dataDirectory: "/d", tenant: nil)).hint?.contains("--tenant") == true
        )
        #expect(CommandFailure(error, from: Self.remote).hint == "outpost ps --all lists what there is")
    }

    @Test("says in which state a dispatch is that cannot be changed, and that nothing reached one that is not trusted")
    func precision() {
        let error = ErrorBody(
            code: .conflict,
            message: "Cannot cancel dispatch in terminal state",
            details: ["dispatchId": "D", "currentStatus": "success"]
        )
        let failure = CommandFailure(error, from: Self.remote)
        #expect(failure.message == "Cannot cancel dispatch in terminal state: it is success")
        #expect(failure.hint == "outpost show D tells how it stands")
        let stranger = CommandFailure(CurlError.tls("self-signed certificate"), at: Self.remote)
        #expect(stranger.message == "http://s.test cannot be trusted: self-signed certificate")
        #expect(stranger.hint?.contains("SSL_CERT_FILE") == true)
    }

    @Test("what is not Outpost is said not to be", .timeLimit(.minutes(10)), arguments: [200, 502])
    func stranger(status: Int) async throws {
        try await Answers.with([.json("<html>", status: status)]) { connection, _ in
            let failure = try await #require(throws: CommandFailure.self) { try await connection.dispatch("D") }
            #expect(failure.status == .infrastructure)
            #expect(failure.message.contains("Outpost"))
        }
    }

    @Test("the end of a dispatch is the exit status that outpost run has for it")
    func ends() {
        func status(_ status: String, _ reason: String?) -> CommandStatus {
            var body = DispatchBody(
                dispatchId: "D",
                status: status,
                agent: "a",
                modelId: "none",
                task: "t",
                progress: 100,
                createdAt: APITime(.distantPast),
                context: "none",
                workspaceMode: "ephemeral",
                workspaceInitMode: "full",
                timeoutSeconds: 60
            )
            body.reason = reason
            return CommandStatus(body)
        }
        #expect(status("success", "no_changes") == .success)
        #expect(status("failed", "exit") == .agentFailed)
        #expect(status("failed", "provider_error") == .provider)
        #expect(status("failed", "artifacts") == .storage)
        #expect(status("timeout", "timeout") == .timeout)
        #expect(status("cancelled", "cancelled") == .cancelled)
        #expect(status("failed", "something new") == .agentFailed)
        #expect(status("exploded", nil) == .agentFailed)
    }

    @Test("a request names one agent or several, and a repository that a server can reach")
    func request() throws {
        let one = try DispatchRequestBody(agents: "claude", task: "t", repository: "owner/name", idempotencyKey: "k")
        #expect(one.agent == "claude")
        #expect(one.agents == nil)
        #expect(one.repo == "owner/name")
        let two = try DispatchRequestBody(
            agents: "claude, codex",
            task: "t",
            repository: "https://g.test/a",
            idempotencyKey: "k"
        )
        #expect(two.agents == ["claude", "codex"])
        #expect(two.repoUrl == "https://g.test/a")
        for folder in [".", "/src", "~/src", "./x"] {
            let failure = try #require(throws: CommandFailure.self) {
                try DispatchRequestBody(agents: "a", task: "t", repository: folder, idempotencyKey: "k")
            }
            #expect(failure.status == .repository)
        }
    }
}
