internal import OutpostCore
internal import Testing

@testable internal import OutpostStore

@Suite("Where a dispatch's secrets come from", .timeLimit(.minutes(10)))
struct StoredSecretsTests {
    private typealias Bench = VaultBench

    private struct Fallback: SecretSource {
        func secret(_ name: String, tenant: String) async throws -> String? { name == "TOKEN" ? "environment" : nil }
    }

    private func source(_ bench: Bench) -> StoredSecrets {
        StoredSecrets(vault: bench.vault, fallback: Fallback(), now: { Bench.now })
    }

    private func credentials(_ bench: Bench) -> StoredGitCredentials {
        StoredGitCredentials(vault: bench.vault, now: { Bench.now })
    }

    @Test("the tenant's own come first, then what is lent to all, then the environment")
    func order() async throws {
        let bench = try await Bench()
        #expect(try await source(bench).secret("TOKEN", tenant: "a") == "environment")
        try await bench.set("shared", SecretReference(owner: .shared, name: "TOKEN"))
        #expect(try await source(bench).secret("TOKEN", tenant: "a") == "shared")
        try await bench.set("own")
        #expect(try await source(bench).secret("TOKEN", tenant: "a") == "own")
        #expect(try await source(bench).secret("TOKEN", tenant: "b") == "shared")
        #expect(try await source(bench).contains("TOKEN", tenant: "b"))
        #expect(try await !source(bench).contains("OTHER", tenant: "a"))
        #expect(try await source(bench).secret("OTHER", tenant: "a") == nil)
    }

    @Test("what a dispatch may have got earlier is known by all kept versions, each access on record")
    func known() async throws {
        let bench = try await Bench()
        try await bench.set("lent", SecretReference(owner: .shared, name: "TOKEN"))
        for number in 1...7 { try await bench.set("own \(number)") }
        let known = try await source(bench).knownValues("TOKEN", tenant: "a")
        #expect(known == ["own 7", "own 6", "own 5", "own 4", "own 3", "own 2", "lent", "environment"])
        #expect(try await source(bench).knownValues("TOKEN", tenant: "b") == ["lent", "environment"])
        var query = AuditQuery()
        query.tenant = "a"
        let recalled = try await bench.database.audit.rows(query).filter { $0.entry.action == "secret.recall" }
        #expect(recalled.map(\.entry.resource) == (2...7).map { "TOKEN version \($0)" })
    }

    @Test("one that was changed is an error, and nothing stands in for it")
    func damaged() async throws {
        let bench = try await Bench()
        try await bench.set("own")
        try await bench.run("UPDATE secretVersion SET sealed = zeroblob(40)")
        await #expect(throws: SecretError.damaged(Bench.token)) {
            try await source(bench).secret("TOKEN", tenant: "a")
        }
    }

    @Test("a git credential is for exactly its host, port and tenant")
    func gitHosts() async throws {
        let bench = try await Bench()
        let identities = bench.database.identities
        try await identities.insert(Tenant(id: "a", name: "acme", tier: .pro, createdAt: Bench.now))
        let service = SecretService(vault: bench.vault, identities: identities, now: { Bench.now })
        let kept = try await service.setGitCredential(
            host: "https://Git.Test:8443/",
            username: "bot",
            token: SecretValue("t1"),
            tenant: "acme",
            by: "me"
        )
        #expect(kept.reference == SecretReference(owner: .tenant("a"), kind: .git, name: "git.test:8443"))
        let source = credentials(bench)
        let expected = GitCredential(username: "bot", password: "t1")
        #expect(try await source.credential(host: "git.test:8443", tenant: "a") == expected)
        for (host, tenant) in [("git.test", "a"), ("x.git.test:8443", "a"), ("git.test:8443", "b")] {
            #expect(try await source.credential(host: host, tenant: tenant) == nil)
        }
    }

    @Test("the tenant's GITHUB_TOKEN is for github.com, unless there is a credential for it; a shared one never is")
    func gitHubToken() async throws {
        let bench = try await Bench()
        let source = credentials(bench)
        try await bench.set("shared", SecretReference(owner: .shared, name: "GITHUB_TOKEN"))
        #expect(try await source.credential(host: "github.com", tenant: "a") == nil)
        try await bench.set("token", SecretReference(owner: .tenant("a"), name: "GITHUB_TOKEN"))
        #expect(try await source.credential(host: "github.com", tenant: "a") == GitCredential(password: "token"))
        #expect(try await source.credential(host: "gitlab.com", tenant: "a") == nil)
        #expect(try await source.credential(host: "github.com", tenant: "b") == nil)
    }
}
