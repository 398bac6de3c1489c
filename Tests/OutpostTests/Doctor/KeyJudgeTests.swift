internal import CurlHTTP
internal import OutpostCore
internal import OutpostDocker
internal import TestSupport
internal import Testing

@testable internal import outpost

@Suite("The judgement of providers' keys", .timeLimit(.minutes(10)))
struct KeyJudgeTests {
    private static func sample(_ dialect: ModelDialect, header: String) -> AgentModel {
        AgentModel(
            dialect: dialect,
            upstream: "https://models.test",
            authHeader: header,
            authSecret: "SAMPLE_KEY",
            ids: [ModelID(id: "m", tier: .fast)]
        )
    }

    private static let catalog: AgentCatalog = {
        let model = sample(.chat, header: "authorization")
        let manifest = AgentManifest(name: "sample", summary: "A sample", image: "test/sample", model: model)
        return AgentCatalog(
            agents: ["sample": AgentFolder(manifest: manifest, path: "/sample", files: [])],
            base: AgentFolder(manifest: nil, path: "/base", files: [])
        )
    }()

    private func keys(_ environment: [String: String], _ stored: StoredFacts = StoredFacts()) -> [KeyFacts] {
        KeyFacts.collect(Self.catalog, environment: environment, stored: stored)
    }

    @Test("a key that is nowhere is told with the command that sets it")
    func missing() {
        let found = KeyJudge(keys: keys(["SAMPLE_KEY": ""])).findings
        #expect(found.map(\.id) == ["credentials.keys", "credentials.sample"])
        #expect(found.map(\.level) == [.warning, .note])
        #expect(found.last?.advice == "export SAMPLE_KEY=…, or for a server: outpost secrets set SAMPLE_KEY --shared")
    }

    @Test("says where a key is")
    func places() {
        let stored = StoredFacts(shared: ["SAMPLE_KEY"], tenants: ["acme": ["SAMPLE_KEY"], "other": []])
        let found = KeyJudge(keys: keys(["SAMPLE_KEY": "k-0123456789"], stored)).findings
        #expect(found.map(\.level) == [.ok])
        #expect(found.first?.text == "SAMPLE_KEY, in the environment and stored for all tenants and stored for acme")
    }

    @Test(
        "a value that cannot be a key is told without it",
        arguments: ["k-0123456789\n", "k-01234 56789", "\"k-0123456789\"", "k-01234…6789", "<your-key-here>", "k-1"]
    )
    func shape(value: String) {
        let found = KeyJudge(keys: keys(["SAMPLE_KEY": value])).findings
        #expect(found.map(\.level) == [.warning])
        #expect(found.first?.text.contains("looks wrong") == true)
        #expect(!found.contains { $0.text.contains(value) })
    }

    private func ask(
        _ dialect: ModelDialect,
        header: String,
        answer: RawAnswer
    ) async throws -> (KeyCall.Answer, RawRequest?) {
        try await RawServer.withServer(.tcp, answer: { _ in answer }) { server in
            let curl = CurlClient()
            let call = KeyCall(curl: curl, model: Self.sample(dialect, header: header), upstream: server.url)
            let said = await call.ask(with: "k-0123456789")
            await curl.shutdown()
            return (said, server.requests.first)
        }
    }

    @Test("asks each kind of provider for its models, as that provider wants to be asked")
    func requests() async throws {
        let (_, anthropic) = try await ask(.anthropic, header: "x-api-key", answer: .json("{}"))
        #expect(anthropic?.target == "/v1/models?limit=1")
        #expect(anthropic?["x-api-key"] == "k-0123456789")
        #expect(anthropic?["anthropic-version"] != nil)
        let (_, gemini) = try await ask(.gemini, header: "x-goog-api-key", answer: .json("{}"))
        #expect(gemini?.target == "/v1beta/models?pageSize=1")
        let (_, chat) = try await ask(.chat, header: "authorization", answer: .json("{}"))
        #expect(chat?.target == "/v1/models")
        #expect(chat?["authorization"] == "Bearer k-0123456789")
    }

    @Test("tells a key that is refused from a provider that fails or is not there")
    func answers() async throws {
        for (answer, expected) in [
            (RawAnswer.json("{}"), KeyCall.Answer.accepted), (.json("{}", status: 429), .accepted),
            (.json("{}", status: 401), .refused(status: 401)), (.json("{}", status: 403), .refused(status: 403)),
            (.json(#"{"reason":"API_KEY_INVALID"}"#, status: 400), .refused(status: 400)),
            (.json("{}", status: 500), .unclear(status: 500)),
        ] {
            #expect(try await ask(.chat, header: "authorization", answer: answer).0 == expected)
        }
        guard case .unreachable = try await ask(.chat, header: "authorization", answer: .close).0 else {
            Issue.record("a provider that hangs up is not unreachable")
            return
        }
    }

    @Test(
        "a refused key is an error, and a provider that says nothing of it a warning",
        arguments: [
            (KeyCall.Answer.accepted, PreflightFinding.Level.ok), (.refused(status: 401), .error),
            (.unclear(status: 500), .warning), (.unreachable("no route"), .warning),
        ]
    )
    func online(answer: KeyCall.Answer, level: PreflightFinding.Level) throws {
        var key = try #require(keys(["SAMPLE_KEY": "k-0123456789"]).first)
        key.asked = [KeyFacts.Asked(place: .environment, answer: answer)]
        let found = KeyJudge(keys: [key]).findings
        #expect(found.map(\.level) == [level])
        #expect(found.allSatisfy { $0.level == .ok || $0.advice != nil })
    }

    @Test("what is said of stored values names the place and the command that sets it there")
    func stored() throws {
        let stored = StoredFacts(shared: ["SAMPLE_KEY"], tenants: ["acme": ["SAMPLE_KEY"], "a b": ["SAMPLE_KEY"]])
        var key = try #require(keys(["SAMPLE_KEY": "k-0123456789"], stored).first)
        key.asked = [
            KeyFacts.Asked(place: .environment, answer: .accepted),
            KeyFacts.Asked(place: .shared, answer: .accepted),
            KeyFacts.Asked(place: .tenant("a b"), answer: .refused(status: 401)),
        ]
        key.unasked = "it cannot be opened"
        let found = KeyJudge(keys: [key]).findings
        #expect(found.map(\.level) == [.ok, .error, .ok])
        #expect(
            found.map(\.text) == [
                "SAMPLE_KEY, in the environment and stored for all tenants; its provider accepts it",
                "the provider refuses SAMPLE_KEY (status 401), stored for a b",
                "SAMPLE_KEY, stored for acme; not asked about: it cannot be opened",
            ]
        )
        #expect(found[1].advice == "outpost secrets set SAMPLE_KEY --tenant 'a b'")
    }
}
