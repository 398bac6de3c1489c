internal import OutpostCore
internal import Testing

@testable internal import outpost

@Suite("Secrets of a run")
struct SecretTests {
    private static let environment = ["KEY": "from-variable", "OTHER": "from-other", "EMPTY": ""]

    private func sources(prompted: [String] = [], fromEnvironment: [String] = []) -> SecretSources {
        SecretSources(prompted: prompted, fromEnvironment: fromEnvironment, environment: Self.environment)
    }

    @Test("come from the environment, under their own name or another's, and from a prompt")
    func values() throws {
        let sources = sources(prompted: ["TYPED"], fromEnvironment: ["KEY", "RENAMED=OTHER"])
        let values = try sources.values { $0 == "TYPED" ? "from-prompt" : nil }
        #expect(values == ["KEY": "from-variable", "RENAMED": "from-other", "TYPED": "from-prompt"])
    }

    @Test(
        "that are missing, empty or of a name that nobody may set are refused",
        arguments: ["MISSING", "EMPTY", "A=MISSING", "PATH=KEY", "OUTPOST_X=KEY", "a-b=KEY", "LD_PRELOAD=OTHER", ""]
    )
    func refused(entry: String) throws {
        let error = try #require(throws: CommandFailure.self) {
            try sources(fromEnvironment: [entry]).values { _ in nil }
        }
        #expect(error.status == .secret)
        #expect(!error.message.contains("from-"), "a refusal shows no value")
    }

    @Test("that nobody typed are refused", arguments: [nil, ""] as [String?])
    func untyped(answer: String?) throws {
        let error = try #require(throws: CommandFailure.self) {
            try sources(prompted: ["TYPED"]).values { _ in answer }
        }
        #expect(error.status == .secret)
    }
}

@Suite("The model's credential")
struct ModelCredentialsTests {
    private static let manifest = AgentManifest(
        name: "sample",
        summary: "A sample",
        image: "outpost/sample",
        model: AgentModel(
            dialect: .chat,
            upstream: "https://provider.test",
            authHeader: "authorization",
            authSecret: "PROVIDER_KEY",
            ids: [ModelID(id: "m", tier: .fast)]
        )
    )

    private func resolve(
        secrets: [String: String] = [:],
        upstream: String? = nil,
        environment: [String: String] = ["PROVIDER_KEY": "key-of-environment"],
        manifest: AgentManifest = manifest,
        isDirect: Bool = false
    ) throws -> ModelCredentials.Split {
        var settings = RunSettings(agent: "sample", task: "x", dataDirectory: "/d", agentDirectories: [])
        settings.secrets = secrets
        settings.modelUpstream = upstream
        settings.isDirect = isDirect
        return try ModelCredentials(settings: settings, environment: environment).resolve(manifest)
    }

    @Test("comes from the environment for the provider itself")
    func provider() throws {
        let split = try resolve(secrets: ["NPM_TOKEN": "npm"])
        #expect(split.model?.upstream == "https://provider.test")
        #expect(split.model?.header == "authorization")
        #expect(split.model?.credential == "key-of-environment")
        #expect(split.environment == ["NPM_TOKEN": "npm"])
    }

    @Test("of the environment never goes to another address than the provider's")
    func otherAddress() throws {
        let split = try resolve(upstream: "http://127.0.0.1:11434/")
        #expect(split.model?.upstream == "http://127.0.0.1:11434")
        #expect(split.model?.credential == nil)
        #expect(split.environment == [:])
    }

    @Test(
        "that was named goes where it was sent, and never into the container",
        arguments: [nil, "http://127.0.0.1:1"] as [String?]
    )
    func named(upstream: String?) throws {
        let split = try resolve(secrets: ["PROVIDER_KEY": "named", "B": "b"], upstream: upstream)
        #expect(split.model?.credential == "named")
        #expect(split.environment == ["B": "b"])
    }

    @Test("is missed where the provider needs it", arguments: [[:], ["PROVIDER_KEY": ""]] as [[String: String]])
    func missing(environment: [String: String]) {
        #expect(throws: InvalidRequest.missingSecret(name: "PROVIDER_KEY", agent: "sample")) {
            try resolve(environment: environment)
        }
    }

    @Test("is a login of the agent's own where that is asked for, from the environment for the provider alone")
    func direct() throws {
        let manifest = AgentManifest(
            name: "sample",
            summary: "A sample",
            image: "outpost/sample",
            model: Self.manifest.model,
            direct: DirectAccess(
                secrets: [.init(name: "LOGIN", place: .variable("LOGIN"))],
                hosts: [EgressRule(host: "provider.test", port: 443)]
            )
        )
        let environment = ["LOGIN": "of-environment"]
        let split = try resolve(secrets: ["B": "b"], environment: environment, manifest: manifest, isDirect: true)
        #expect(split.model == nil)
        #expect(split.direct?.values == environment)
        #expect(split.direct?.upstream == nil)
        #expect(split.environment == ["B": "b"])
        let other = "http://127.0.0.2:1/"
        #expect(throws: InvalidRequest.missingSecret(name: "LOGIN", agent: "sample")) {
            try resolve(upstream: other, environment: environment, manifest: manifest, isDirect: true)
        }
        let named = try resolve(secrets: ["LOGIN": "named"], upstream: other, manifest: manifest, isDirect: true)
        #expect(named.direct?.values == ["LOGIN": "named"])
        #expect(named.direct?.upstream == "http://127.0.0.2:1")
        #expect(named.environment == [:])
    }

    @Test("is not needed by an agent without a model")
    func modelless() throws {
        let manifest = AgentManifest(name: "lint", summary: "Lints", image: "outpost/lint")
        let split = try resolve(secrets: ["A": "a"], environment: [:], manifest: manifest)
        #expect(split.model == nil)
        #expect(split.environment == ["A": "a"])
    }

    @Test(
        "is not sent to what is no address",
        arguments: ["", "127.0.0.1:11434", "ftp://host", "https://user:pw@host"]
    )
    func badAddress(upstream: String) {
        #expect(throws: InvalidRequest.upstream(upstream)) { try resolve(upstream: upstream) }
    }
}
