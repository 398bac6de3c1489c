internal import OutpostCore
internal import Testing

@Suite("Direct access in an agent's manifest")
struct DirectManifestTests {
    private static let head = """
        schema: 1
        name: sample
        summary: A sample
        image: outpost/sample

        """
    private static let model = """
        model:
          dialect: chat
          upstream: https://api.test
          auth: { header: authorization, secret: SAMPLE_KEY }
          ids: [{ id: big, tier: flagship }]

        """

    private func problems(of direct: String, model: String = model) -> [String] {
        do throws(ManifestError) {
            _ = try AgentManifest(yaml: Self.head + model + "direct: \(direct)")
            return []
        } catch {
            return error.problems
        }
    }

    @Test("names secrets, each a variable of its own name, another one or a file, and hosts")
    func good() throws {
        let yaml = """
            direct:
              secrets:
                - { name: OWN }
                - { name: OTHER, env: RENAMED }
                - { name: FILE, file: .tool/auth.json }
              hosts: ["api.test:443", "login.test:443"]
            """
        let expected = DirectAccess(
            secrets: [
                .init(name: "OWN", place: .variable("OWN")), .init(name: "OTHER", place: .variable("RENAMED")),
                .init(name: "FILE", place: .file(".tool/auth.json")),
            ],
            hosts: [EgressRule(host: "api.test", port: 443), EgressRule(host: "login.test", port: 443)]
        )
        #expect(try AgentManifest(yaml: Self.head + Self.model + yaml).direct == expected)
        #expect(try AgentManifest(yaml: Self.head + Self.model).direct == nil)
    }

    @Test(
        "is refused where it is wrong",
        arguments: [
            ("{ secrets: [], hosts: ['a.test:1'] }", "at least one secret"),
            ("{ secrets: [{ name: A }], hosts: [] }", "at least one host"),
            ("{ secrets: [{ name: A }], hosts: [a.test] }", "'a.test' is not host:port"),
            ("{ secrets: [{ name: PATH }], hosts: ['a.test:1'] }", "'PATH' is not a name"),
            ("{ secrets: [{ name: A, env: LD_PRELOAD }], hosts: ['a.test:1'] }", "'LD_PRELOAD' is not a name"),
            ("{ secrets: [{ name: A, env: B, file: c }], hosts: ['a.test:1'] }", "both env and file"),
            ("{ secrets: [{ name: SAMPLE_KEY }], hosts: ['a.test:1'] }", "enters no container"),
            ("{ secrets: [{ name: A }, { name: A, env: B }], hosts: ['a.test:1'] }", "a name stands twice"),
            ("{ secrets: [{ name: A }, { name: B, env: A }], hosts: ['a.test:1'] }", "the same place"),
            ("{ secrets: [{ name: A, path: b }], hosts: ['a.test:1'] }", "'direct.secrets.path' is not a key"),
        ]
    )
    func bad(direct: String, problem: String) {
        let found = problems(of: direct)
        #expect(found.count == 1 && found[0].contains(problem), "\(found)")
    }

    @Test(
        "puts files nowhere but below the home directory",
        arguments: ["/etc/passwd", "../x", "a/../b", "a//b", "./a", "''", "a/", "'a b'", "'$(id)'", "\"a\\nb\"", "ä"]
    )
    func path(file: String) {
        #expect(problems(of: "{ secrets: [{ name: A, file: \(file) }], hosts: ['a.test:1'] }").count == 1)
    }

    @Test("has no use without a model")
    func modelless() {
        let found = problems(of: "{ secrets: [{ name: A }], hosts: ['a.test:1'] }", model: "")
        #expect(found == ["direct: an agent without a model has no use for it"])
    }
}
