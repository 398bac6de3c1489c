internal import Foundation
internal import GRDB
internal import OutpostCore
internal import Testing

@testable internal import OutpostStore

@Suite("The secret store", .timeLimit(.minutes(10)))
struct SecretVaultTests {
    private typealias Bench = VaultBench

    @Test("gives a value back to a dispatch, the newest, and keeps five older versions")
    func versions() async throws {
        let bench = try await Bench()
        for number in 1...8 {
            let secret = try await bench.set("value \(number)")
            #expect(secret.version == number)
            #expect(try await bench.value() == "value \(number)")
        }
        let found = try await bench.vault.versions(of: Bench.token)
        #expect(found.versions.map(\.version) == [8, 7, 6, 5, 4, 3])
        #expect(found.secret.updatedBy == "me")
        #expect(found.secret.lastUsedAt == Bench.now)
    }

    @Test("never uses a version's number again, not even after the secret was removed")
    func removal() async throws {
        let bench = try await Bench()
        try await bench.set("one")
        #expect(try await bench.vault.remove(Bench.token, by: "me", at: Bench.now).version == 1)
        #expect(try await bench.value() == nil)
        #expect(try await bench.vault.list(.tenant("a"), kind: .environment).isEmpty)
        await #expect(throws: SecretError.unknown(Bench.token)) {
            try await bench.vault.remove(Bench.token, by: "me", at: Bench.now)
        }
        await #expect(throws: SecretError.unknown(Bench.token)) { try await bench.vault.versions(of: Bench.token) }
        #expect(try await bench.set("two").version == 2)
    }

    @Test("keeps owners, kinds and names apart")
    func apart() async throws {
        let bench = try await Bench()
        try await bench.set("mine")
        for other in [
            SecretReference(owner: .tenant("b"), name: "TOKEN"), SecretReference(owner: .shared, name: "TOKEN"),
            SecretReference(owner: .tenant("a"), kind: .git, name: "TOKEN"),
            SecretReference(owner: .tenant("a"), name: "token"),
        ] {
            #expect(try await bench.value(other) == nil)
            #expect(try await !bench.vault.contains(other))
        }
        #expect(try await bench.vault.list(.tenant("b"), kind: .environment).isEmpty)
    }

    @Test("writes an audit row with every change and every use, and gives no value without one")
    func audit() async throws {
        let bench = try await Bench()
        try await bench.set("hidden")
        _ = try await bench.value()
        _ = try await bench.vault.contains(Bench.token)
        _ = try await bench.vault.remove(Bench.token, by: "me", at: Bench.now)
        let rows = try await bench.rows("SELECT * FROM audit ORDER BY sequence")
        #expect(rows.map { $0["action"] as String } == ["secret.set", "secret.use", "secret.remove"])
        #expect(rows.map { $0["resource"] as String } == Array(repeating: "TOKEN version 1", count: 3))
        #expect(rows.map { $0["tenant"] as String } == ["a", "a", "a"])
        try await bench.set("hidden")
        try await bench.run("CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'full'); END")
        await #expect(throws: DatabaseError.self) { try await bench.value() }
        await #expect(throws: DatabaseError.self) { try await bench.set("other") }
        try await bench.run("DROP TRIGGER full")
        #expect(try await bench.value() == "hidden")
    }

    @Test("opens again with the same key and refuses another, without touching anything")
    func keyCheck() async throws {
        let bench = try await Bench()
        try await bench.set("value")
        let again = try await Bench.open(bench.database)
        #expect(try await again.value(of: Bench.token, by: "d", at: Bench.now)?.text == "value")
        let (right, wrong) = (try key(1).id, try key(2).id)
        await #expect(throws: SecretError.wrongMasterKey(stored: right, given: wrong)) {
            try await Bench.open(bench.database, key: 2)
        }
        await #expect(throws: SecretError.self) { try await Bench.open(bench.database, instance: "two") }
        #expect(try await bench.value() == "value")
    }

    private func key(_ byte: UInt8) throws -> MasterKey { try MasterKey(bytes: Array(repeating: byte, count: 32)) }

    @Test("opens with a passphrase through the salt that it keeps")
    func passphrase() async throws {
        let database = try OutpostDatabase()
        let words = MasterKeyMaterial.passphrase(SecretValue("correct horse battery"))
        let first = try await SecretVault(opening: database.secrets, with: words, instance: "one")
        _ = try await first.set(SecretValue("value"), for: Bench.token, by: "me", at: Bench.now)
        let second = try await SecretVault(opening: database.secrets, with: words, instance: "one")
        #expect(try await second.value(of: Bench.token, by: "d", at: Bench.now)?.text == "value")
        let others = MasterKeyMaterial.passphrase(SecretValue("wrong horse battery"))
        await #expect(throws: SecretError.self) {
            try await SecretVault(opening: database.secrets, with: others, instance: "one")
        }
    }

    @Test("has one key for each owner and a fresh one for each version")
    func keys() async throws {
        let bench = try await Bench()
        for _ in 1...3 { try await bench.set("same") }
        try await bench.set("same", SecretReference(owner: .shared, name: "TOKEN"))
        #expect(try await bench.rows("SELECT * FROM tenantKey").count == 2)
        let rows = try await bench.rows("SELECT wrappedKey, sealed FROM secretVersion")
        #expect(Set(rows.map { $0["wrappedKey"] as Data }).count == 4)
        #expect(Set(rows.map { $0["sealed"] as Data }).count == 4)
    }
}
