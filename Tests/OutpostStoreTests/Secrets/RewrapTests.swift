internal import Foundation
internal import GRDB
internal import OutpostCore
internal import TestSupport
internal import Testing

@testable internal import OutpostStore

@Suite("New keys for a secret store", .timeLimit(.minutes(10)))
struct RewrapTests {
    private typealias Bench = VaultBench

    private static let references = [
        SecretReference(owner: .tenant("a"), name: "TOKEN"), SecretReference(owner: .tenant("a"), name: "OTHER"),
        SecretReference(owner: .tenant("b"), name: "TOKEN"), SecretReference(owner: .shared, name: "TOKEN"),
        SecretReference(owner: .tenant("b"), kind: .git, name: "git.test"),
    ]

    private func key(_ byte: UInt8) throws -> MasterKey { try MasterKey(bytes: Array(repeating: byte, count: 32)) }

    private func filled() async throws -> Bench {
        let bench = try await Bench()
        for (index, reference) in Self.references.enumerated() { try await bench.set("value \(index)", reference) }
        try await bench.set("value 0")
        return bench
    }

    private func open(_ store: any SecretStore, _ byte: UInt8, next: UInt8? = nil) async throws -> SecretVault {
        try await SecretVault(
            opening: store,
            with: .key(try key(byte)),
            next: try next.map(key),
            instance: "one"
        )
    }

    private func expectAll(in vault: SecretVault) async throws {
        for (index, reference) in Self.references.enumerated() {
            #expect(try await vault.value(of: reference, by: "d", at: Bench.now)?.text == "value \(index)")
        }
    }

    @Test("are under all secrets afterwards, every version included, and the old key opens nothing")
    func whole() async throws {
        let bench = try await filled()
        let before = try await bench.rows("SELECT wrappedKey, sealed FROM secretVersion")
        let report = try await bench.vault.rewrap(to: try key(2), by: "me", at: Bench.now)
        #expect(report == RewrapReport(masterKey: try key(2).id, owners: 3, secrets: 6))
        // The process that did it goes on, and so does one that knows the new key alone.
        try await expectAll(in: bench.vault)
        try await expectAll(in: try await open(bench.database.secrets, 2))
        await #expect(throws: SecretError.wrongMasterKey(stored: try key(2).id, given: try key(1).id)) {
            try await open(bench.database.secrets, 1)
        }
        let after = try await bench.rows("SELECT wrappedKey, sealed FROM secretVersion")
        for column in ["wrappedKey", "sealed"] {
            #expect(Set(before.map { $0[column] as Data }).isDisjoint(with: after.map { $0[column] as Data }))
        }
        #expect(try await bench.rows("SELECT DISTINCT masterKey, version FROM tenantKey").count == 1)
        let rows = try await bench.rows("SELECT resource FROM audit WHERE action = 'vault.rewrap'")
        #expect(rows.map { $0["resource"] as String } == ["master key \(try key(2).id)"])
        // Asked again with the same key, there is nothing left to do.
        #expect(try await bench.vault.rewrap(to: try key(2), by: "me", at: Bench.now).secrets == 0)
    }

    @Test("go on from wherever they were killed, and every secret can be read at every step", arguments: [true, false])
    func killed(before isBefore: Bool) async throws {
        var writes = 0
        while try await dies(after: writes, isBefore) { writes += 1 }
        // One to begin, a key in and out for each of three owners, six versions, one to finish.
        #expect(writes == 14)
    }

    /// Whether a change with so many good writes was cut off; it is finished by another process then.
    private func dies(after writes: Int, _ isBefore: Bool) async throws -> Bool {
        let bench = try await filled()
        let breaking = BreakingStore(bench.database.secrets, writes: writes, before: isBefore)
        let next = try key(2)
        do {
            _ = try await open(breaking, 1).rewrap(to: next, by: "me", at: Bench.now)
            return false
        } catch is BreakingStore.Death {
            let again = try await open(bench.database.secrets, 1, next: 2)
            try await expectAll(in: again)
            let other = SecretReference(owner: .tenant("c"), name: "N")
            _ = try await again.set(SecretValue("new"), for: other, by: "me", at: Bench.now)
            _ = try await again.rewrap(to: next, by: "me", at: Bench.now)
            try await expectAll(in: try await open(bench.database.secrets, 2))
            #expect(try await bench.rows("SELECT 1 FROM audit WHERE action = 'vault.rewrap'").count == 1)
            return true
        }
    }

    @Test("that were begun refuse a start without them or with another, and another change")
    func wrongKey() async throws {
        let bench = try await filled()
        let breaking = BreakingStore(bench.database.secrets, writes: 5, before: false)
        await #expect(throws: BreakingStore.Death.self) {
            try await open(breaking, 1).rewrap(to: try key(2), by: "me", at: Bench.now)
        }
        await #expect(throws: SecretError.missingNextMasterKey(try key(2).id)) {
            try await open(bench.database.secrets, 1)
        }
        await #expect(throws: SecretError.wrongMasterKey(stored: try key(2).id, given: try key(3).id)) {
            try await open(bench.database.secrets, 1, next: 3)
        }
        let again = try await open(bench.database.secrets, 1, next: 2)
        await #expect(throws: SecretError.wrongMasterKey(stored: try key(2).id, given: try key(3).id)) {
            try await again.rewrap(to: try key(3), by: "me", at: Bench.now)
        }
        try await expectAll(in: again)
    }

    @Test("stop at a version that does not open, name it, and lose nothing")
    func damaged() async throws {
        let bench = try await filled()
        try await bench.run("UPDATE secretVersion SET sealed = zeroblob(40) WHERE owner = 'b' AND kind = 'git'")
        await #expect(throws: SecretError.damaged(Self.references[4])) {
            try await bench.vault.rewrap(to: try key(2), by: "me", at: Bench.now)
        }
        try await bench.set("value 4", Self.references[4])
        _ = try await bench.vault.remove(Self.references[4], by: "me", at: Bench.now)
        try await bench.set("value 4", Self.references[4])
        _ = try await bench.vault.rewrap(to: try key(2), by: "me", at: Bench.now)
        try await expectAll(in: try await open(bench.database.secrets, 2))
    }

    @Test("that come between the sealing of a value and its writing cost a second sealing, and twice are told")
    func overtaken() async throws {
        let bench = try await filled()
        let store = BreakingStore(bench.database.secrets, writes: .max, before: true)
        let vault = try await open(store, 1)
        let (keys, left) = (Observed<UInt8>(1), Observed(1))
        store.adding.update {
            $0 = {
                let isLast = left.update { left in
                    left -= 1
                    return left < 0
                }
                guard !isLast else { return }
                let byte = keys.update { byte in
                    byte += 1
                    return byte
                }
                let next = try MasterKey(bytes: Array(repeating: byte, count: 32))
                _ = try await vault.rewrap(to: next, by: "me", at: Bench.now)
            }
        }
        _ = try await vault.set(SecretValue("new"), for: Bench.token, by: "me", at: Bench.now)
        #expect(left.value == -1)
        #expect(try await vault.value(of: Bench.token, by: "d", at: Bench.now)?.text == "new")
        left.update { $0 = 2 }
        await #expect(throws: SecretError.rekeyed(Bench.token)) {
            try await vault.set(SecretValue("newer"), for: Bench.token, by: "me", at: Bench.now)
        }
        #expect(keys.value == 4)
        let last = try await open(bench.database.secrets, 4)
        #expect(try await last.value(of: Bench.token, by: "d", at: Bench.now)?.text == "new")
    }

    @Test("take nothing away from dispatches that ask meanwhile, and lose nothing that is stored meanwhile")
    func online() async throws {
        let bench = try await filled()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await rewrap(bench) }
            group.addTask { try await read(bench) }
            group.addTask { try await store(bench) }
            try await group.waitForAll()
        }
        let vault = try await open(bench.database.secrets, 2)
        try await expectAll(in: vault)
        for number in 0..<20 {
            let reference = SecretReference(owner: .tenant("c"), name: "N\(number)")
            #expect(try await vault.value(of: reference, by: "d", at: Bench.now)?.text == "n \(number)")
        }
    }

    private func rewrap(_ bench: Bench) async throws {
        _ = try await bench.vault.rewrap(to: try key(2), by: "me", at: Bench.now)
    }

    private func read(_ bench: Bench) async throws {
        for _ in 0..<20 { try await expectAll(in: bench.vault) }
    }

    private func store(_ bench: Bench) async throws {
        for number in 0..<20 {
            try await bench.set("n \(number)", SecretReference(owner: .tenant("c"), name: "N\(number)"))
            try await bench.set("value 0")
        }
    }
}
