internal import Foundation
internal import OutpostAPI
internal import OutpostCore
internal import Testing

@testable internal import OutpostServer

/// Decodes bodies without a server.
struct Decoding {
    static let minimum = #""agent":"claude","task":"Fix the failing test""#

    static func decode(_ members: String, header: String? = nil) throws -> DispatchDecoder.Decoded {
        guard case .object(let body) = try JSONParser.parse(Array("{\(members)}".utf8)) else { throw Unexpected() }
        let decoder = DispatchDecoder(gitBaseURL: "https://github.com", tenant: Bench.alice, now: Samples.epoch)
        return try decoder.decode(body, idempotencyHeader: header)
    }

    /// Decodes what a sound body and the members make.
    static func sound(_ members: String, header: String? = nil) throws -> DispatchDecoder.Decoded {
        try decode(minimum + "," + members, header: header)
    }

    static func problems(_ members: String, header: String? = nil) throws -> [FieldProblem] {
        try #require(throws: RequestProblems.self) { try decode(members, header: header) }.fields
    }
}

@Suite("Decoding of dispatches")
struct DispatchDecoderTests {
    @Test("A body with only what is needed gets the defaults")
    func defaults() throws {
        let decoded = try Decoding.decode(Decoding.minimum)
        let draft = decoded.draft
        #expect(decoded.warnings.isEmpty)
        #expect(draft.agent == "claude")
        #expect(draft.task == "Fix the failing test")
        #expect(draft.model == nil)
        #expect(draft.repositoryURL == nil)
        #expect(draft.timeoutSeconds == nil)
        #expect(draft.options == DispatchOptions())
        #expect(draft.idempotencyKey == nil)
    }

    @Test("Every field reaches the draft")
    func everything() throws {
        let decoded = try Decoding.sound(
            #"""
            "modelId":"flagship","repo":"octo/hello.js","branch":"feature/x","context":"full",
            "workspaceInitMode":"minimal","timeoutSeconds":3600,"additionalSecrets":["NPM_TOKEN","GITHUB_TOKEN"],
            "idempotencyKey":"k1","credentials":"direct","tags":{"team":"core"},
            "resourceConstraints":{"maxMemoryMb":512,"maxCpuUnits":256},"expires_at":"2026-02-01T00:00:00Z"
            """#
        )
        let draft = decoded.draft
        #expect(decoded.warnings == [])
        #expect(draft.model == "flagship")
        #expect(draft.repositoryURL == "https://github.com/octo/hello.js")
        #expect(draft.reference == "feature/x")
        #expect(draft.timeoutSeconds == 3600)
        #expect(draft.options.credentials == .direct)
        #expect(draft.secretNames == ["NPM_TOKEN", "GITHUB_TOKEN"])
        #expect(draft.idempotencyKey == "k1")
        #expect(draft.options.context == .full)
        #expect(draft.options.workspaceInit == .minimal)
        #expect(draft.options.tags == ["team": "core"])
        #expect(draft.options.resources == ResourceRequest(cpuUnits: 256, memoryMiB: 512))
        #expect(draft.options.expiresAt == Samples.epoch.addingTimeInterval(31 * 86_400))
    }

    @Test("Names of known clients are aliases")
    func aliases() throws {
        let decoded = try Decoding.sound(
            #"""
            "model":"fast","contextLevel":"minimal","timeout_seconds":90,"constraints":{"maxMemoryMb":1024,
            "maxCpuUnits":512},"repoUrl":"https://git.test/octo/hello.git","userId":"\#(Bench.alice)"
            """#
        )
        #expect(decoded.warnings.isEmpty)
        #expect(decoded.draft.model == "fast")
        #expect(decoded.draft.options.context == .minimal)
        #expect(decoded.draft.timeoutSeconds == 90)
        #expect(decoded.draft.options.resources == ResourceRequest(cpuUnits: 512, memoryMiB: 1024))
        #expect(decoded.draft.repositoryURL == "https://git.test/octo/hello.git")
    }

    @Test(
        "What is not honoured is said",
        arguments: [
            (#""colour":"red""#, "unknown field 'colour' ignored"),
            (#""userId":"usr_1""#, "field 'userId' ignored: the key decides whose dispatch it is"),
            (
                #""repo":"o/r","context":"full","contextLevel":"minimal""#,
                "field 'contextLevel' ignored: 'context' is given too"
            ),
            (#""context":"full""#, "context 'full' has no effect: there is no repository to take it from"),
            (#""branch":"main""#, "branch has no effect: there is no repository"),
            (#""workspaceInitMode":"minimal""#, "workspaceInitMode 'minimal' has no effect: there is no repository"),
            (
                #""repo":"o/r","workspaceInitMode":"none""#,
                "repo has no effect: workspaceInitMode 'none' checks nothing out"
            ),
            (
                #""repo":"o/r","workspaceInitMode":"none","workspaceMode":"persistent""#,
                "repo only names the workspace: workspaceInitMode 'none' checks nothing out"
            ),
            (
                #""timeoutSeconds":60,"expires_at":"2026-01-01T00:00:59Z""#,
                "expires_at keeps the dispatch from starting later; it does not stop one that runs"
            ),
            (
                #""workspaceMode":"persistent","expires_at":"2026-01-02T00:00:00Z""#,
                "expires_at does not concern the persistent workspace"
            ),
            (#""resourceConstraints":{"maxDiskGb":21}"#, "resourceConstraints.maxDiskGb is not enforced"),
            (#""resourceConstraints":{"gpus":1}"#, "unknown field 'resourceConstraints.gpus' ignored"),
        ]
    )
    func warnings(members: String, warning: String) throws {
        #expect(try Decoding.sound(members).warnings == [warning])
    }

    @Test("An expiry that leaves time for all, and a repository that is checked out, are nothing to warn of")
    func honoured() throws {
        #expect(try Decoding.sound(#""timeoutSeconds":60,"expires_at":"2026-01-01T00:01:00Z""#).warnings.isEmpty)
        #expect(try Decoding.sound(#""repo":"o/r","branch":"b","workspaceInitMode":"minimal""#).warnings.isEmpty)
        let empty = try Decoding.sound(#""repo":"o/r","branch":"b","workspaceInitMode":"none""#)
        #expect(empty.warnings.count == 2)
        #expect(empty.warnings.last == "branch has no effect: workspaceInitMode 'none' checks nothing out")
    }

    @Test("Context that was not asked for, or that has a repository, is nothing to warn of")
    func context() throws {
        #expect(try Decoding.sound(#""repo":"o/r""#).draft.options.context == .standard)
        let none = try Decoding.sound(#""contextLevel":"none""#)
        #expect(none.draft.options.context == .none)
        #expect(none.warnings.isEmpty)
        #expect(try Decoding.sound(#""repo":"o/r","context":"full""#).warnings.isEmpty)
        let empty = try Decoding.sound(#""repo":"o/r","context":"minimal","workspaceInitMode":"none""#)
        #expect(empty.warnings.first == "context 'minimal' has no effect: there is no repository to take it from")
    }

    @Test("Half of the resources may be named: the tier has the other half")
    func halfOfResources() throws {
        let decoded = try Decoding.sound(#""resourceConstraints":{"maxCpuUnits":512}"#)
        #expect(decoded.warnings.isEmpty)
        #expect(decoded.draft.options.resources == ResourceRequest(cpuUnits: 512))
    }

    @Test("Unknown fields are listed up to a number")
    func manyUnknown() throws {
        let members = (10..<60).map { #""x\#($0)":0"# }.joined(separator: ",")
        let warnings = try Decoding.sound(members).warnings
        #expect(warnings.count == 21)
        #expect(warnings.last == "30 more unknown fields ignored")
    }

    @Test("An empty text means none", arguments: ["modelId", "branch", "idempotencyKey"])
    func empty(field: String) throws {
        let draft = try Decoding.sound(#""\#(field)":"""#).draft
        #expect(draft.model == nil)
        #expect(draft.reference == nil)
        #expect(draft.idempotencyKey == nil)
    }

    @Test("The idempotency key comes from the field or the header, and both must agree")
    func idempotency() throws {
        #expect(try Decoding.sound(#""idempotencyKey":"a""#).draft.idempotencyKey == "a")
        #expect(try Decoding.decode(Decoding.minimum, header: "b").draft.idempotencyKey == "b")
        #expect(try Decoding.sound(#""idempotencyKey":"a""#, header: "a").draft.idempotencyKey == "a")
        #expect(
            try Decoding.problems(Decoding.minimum + #","idempotencyKey":"a""#, header: "b") == [
                FieldProblem(path: "idempotencyKey", message: "Differs from the header Idempotency-Key")
            ]
        )
        #expect(try Decoding.problems(Decoding.minimum, header: String(repeating: "x", count: 129)).count == 1)
    }
}
