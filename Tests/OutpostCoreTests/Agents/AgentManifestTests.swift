internal import OutpostCore
internal import Testing

@Suite("An agent's manifest")
struct AgentManifestTests {
    private static let good = """
        schema: 1
        name: sample
        summary: A sample
        image: outpost/sample
        model:
          dialect: chat
          upstream: https://api.test/v1/
          auth: { header: Authorization, secret: SAMPLE_KEY }
          ids:
            - { id: big, tier: flagship, aliases: [old-big] }
            - { id: small, tier: fast }
        secrets: { optional: [NPM_TOKEN] }
        egress: ["registry.test:443"]
        env: { QUIET: 1, MODE: "on" }
        maxConcurrent: 3
        """

    private func problems(of yaml: String) -> [String] {
        do throws(ManifestError) {
            _ = try AgentManifest(yaml: yaml)
            return []
        } catch {
            return error.problems
        }
    }

    @Test("may name the runtime of its containers")
    func runtime() throws {
        #expect(try AgentManifest(yaml: Self.good).runtime == nil)
        #expect(try AgentManifest(yaml: Self.good + "\nruntime: runsc").runtime == "runsc")
        for name in ["'../evil'", "''", "'a b'", "-x"] {
            #expect(problems(of: Self.good + "\nruntime: \(name)").count == 1, "\(name)")
        }
    }

    @Test("is read whole")
    func good() throws {
        let manifest = try AgentManifest(yaml: Self.good)
        let expected = AgentManifest(
            name: "sample",
            summary: "A sample",
            image: "outpost/sample",
            model: AgentModel(
                dialect: .chat,
                upstream: "https://api.test/v1",
                authHeader: "authorization",
                authSecret: "SAMPLE_KEY",
                ids: [ModelID(id: "big", tier: .flagship, aliases: ["old-big"]), ModelID(id: "small", tier: .fast)]
            ),
            optionalSecrets: ["NPM_TOKEN"],
            egress: [EgressRule(host: "registry.test", port: 443)],
            environment: ["QUIET": "1", "MODE": "on"],
            maximumConcurrent: 3
        )
        #expect(manifest == expected)
    }

    @Test("needs four lines only; the rest has defaults")
    func smallest() throws {
        let manifest = try AgentManifest(yaml: "schema: 1\nname: lint\nsummary: Lints\nimage: outpost/lint\n")
        #expect(manifest == AgentManifest(name: "lint", summary: "Lints", image: "outpost/lint"))
        #expect(manifest.maximumConcurrent == 5)
        #expect(try manifest.resolveModel(nil).id == "none")
        #expect(try manifest.resolveModel("none").tier == .balanced)
        let error = InvalidRequest.unknownModel(agent: "lint", model: "big", known: ["none"])
        #expect(throws: error) { try manifest.resolveModel("big") }
    }

    private static let replacements: [(String, String, String)] = [
        ("schema: 1", "schema: 2", "schema: 2 is not supported"),
        ("name: sample", "name: Sample", "name: 'Sample'"),
        ("name: sample", "name: 1sample", "name: '1sample'"),
        ("name: sample", "name: \(String(repeating: "a", count: 33))", "name: 'aaa"),
        ("name: sample", "nom: sample", "'name' is missing"),
        ("summary: A sample", "summary: ''", "summary: must be one line"),
        ("summary: A sample", "summary: \"a\\nb\"", "summary: must be one line"),
        ("image: outpost/sample", "image: outpost/Sample", "image: 'outpost/Sample'"),
        ("image: outpost/sample", "image: outpost/sample:1", "image: 'outpost/sample:1'"),
        ("image: outpost/sample", "image: /sample", "image: '/sample'"),
        ("image: outpost/sample", "image: -sample", "image: '-sample'"),
        ("dialect: chat", "dialect: telnet", "model.dialect: 'telnet' is none of anthropic, responses, chat, gemini"),
        ("https://api.test/v1/", "ftp://api.test", "model.upstream: 'ftp://api.test'"),
        ("https://api.test/v1/", "https://key@api.test", "model.upstream"),
        ("secret: SAMPLE_KEY", "secret: SAMPLE-KEY", "model.auth.secret: 'SAMPLE-KEY'"),
        ("header: Authorization", "header: \"a b\"", "model.auth.header: 'a b'"),
        ("tier: fast", "tier: slow", "model.ids: tier 'slow'"),
        ("id: small", "id: old-big", "model.ids: 'old-big' stands twice"),
        ("id: small, tier: fast", "id: small", "'tier' is missing"),
        ("[NPM_TOKEN]", "[PATH]", "secrets.optional: 'PATH'"),
        ("registry.test:443", "registry.test", "egress: 'registry.test' is not host:port"),
        ("MODE", "LD_PRELOAD", "env: 'LD_PRELOAD'"),
        ("MODE", "OUTPOST_MODEL", "env: 'OUTPOST_MODEL'"),
        ("maxConcurrent: 3", "maxConcurrent: 0", "maxConcurrent: must be at least 1"),
        ("maxConcurrent: 3", "maxConcurrent: many", "maxConcurrent"),
        ("maxConcurrent: 3", "maxConcurent: 3", "'maxConcurent' is not a key"),
        ("egress:", "egres:", "'egres' is not a key"),
        ("optional:", "optionl:", "'secrets.optionl' is not a key"),
        ("aliases:", "alias:", "'model.ids.alias' is not a key"),
        ("dialect: chat", "dialect: chat\n  timeout: 5", "'model.timeout' is not a key"),
        ("header: Authorization", "scheme: x, header: Authorization", "'model.auth.scheme' is not a key"),
    ]

    @Test("reports what is wrong, naming the key", arguments: replacements)
    func problem(old: String, new: String, expected: String) {
        let yaml = Self.good.replacing(old, with: new)
        #expect(yaml != Self.good)
        let problems = problems(of: yaml)
        #expect(problems.count == 1)
        #expect(problems.first?.contains(expected) == true, "\(problems)")
    }

    @Test("reports everything that is wrong at once")
    func several() {
        var yaml = Self.good
        for (old, new) in [
            ("schema: 1", "schema: 9"), ("name: sample", "name: A"), ("registry.test:443", "x"), ("MODE", "PATH"),
            ("dialect: chat", "dialect: morse"), ("tier: fast", "tier: slow"),
            ("maxConcurrent: 3", "maxConcurrent: -1\nextra: 1"),
        ] { yaml = yaml.replacing(old, with: new) }
        let words = ["extra", "schema", "name", "egress", "env", "maxConcurrent", "model.dialect", "model.ids"]
        let problems = problems(of: yaml)
        #expect(problems.count == words.count)
        for word in words { #expect(problems.contains { $0.contains(word) }, "\(word) in \(problems)") }
    }

    @Test(
        "refuses what is no YAML mapping",
        arguments: ["", "[1, 2]", "just words", "a: b: c", "schema: 1\nschema: 1", "\t- x"]
    )
    func noYAML(text: String) {
        #expect(problems(of: text).count == 1)
    }

    @Test("needs at least one model where it has a model")
    func noModels() {
        let yaml = Self.good
            .replacing("            - { id: big, tier: flagship, aliases: [old-big] }\n", with: "")
            .replacing("    - { id: big, tier: flagship, aliases: [old-big] }\n", with: "")
            .replacing("    - { id: small, tier: fast }\n", with: "")
            .replacing("  ids:", with: "  ids: []")
        #expect(problems(of: yaml) == ["model.ids: must name at least one model"])
    }

    @Test(
        "finds a model by id, alias or tier word, and takes the first by default",
        arguments: [
            (nil, "large-1", .flagship), ("large-1", "large-1", .flagship), ("large", "large-1", .flagship),
            ("flagship", "large-1", .flagship), ("balanced", "middle-1", .balanced),
            ("middle-2", "middle-2", .balanced),
        ] as [(String?, String, Tier)]
    )
    func model(requested: String?, id: String, tier: Tier) throws {
        let resolved = try Samples.manifest.resolveModel(requested)
        #expect(resolved.id == id)
        #expect(resolved.tier == tier)
    }

    @Test("has no model of a tier or a case that is not there", arguments: ["fast", "Large", "", "large-", "none"])
    func noModel(requested: String) {
        let error = InvalidRequest.unknownModel(
            agent: "sample",
            model: requested,
            known: ["large-1", "middle-1", "middle-2"]
        )
        #expect(throws: error) { try Samples.manifest.resolveModel(requested) }
    }
}
