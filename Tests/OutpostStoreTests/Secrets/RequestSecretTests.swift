internal import Foundation
internal import GRDB
internal import OutpostCore
internal import Testing

@testable internal import OutpostStore

@Suite("Secrets that came with a request", .timeLimit(.minutes(10)))
struct RequestSecretTests {
    private typealias Samples = ControlPlaneSamples
    private static let values = ["A_TOKEN": "value-of-a", "B_TOKEN": "value\nof b"]

    private func accept(_ number: UInt64, in bench: VaultBench, tenant: String = "a") async throws -> Dispatch {
        let dispatch = try Samples.dispatch(number, tenant: tenant)
        let sealed = try await bench.vault.seal(Self.values, for: dispatch.id, tenant: tenant)
        let acceptance = try await bench.database.dispatches.accept(
            [dispatch],
            secrets: [dispatch.id: sealed],
            idempotency: nil,
            queueLimit: .max,
            audit: []
        )
        #expect(acceptance == .created)
        return dispatch
    }

    @Test("are sealed, and open for another process with the key")
    func kept() async throws {
        let bench = try await VaultBench()
        let dispatch = try await accept(1, in: bench)
        #expect(try await VaultBench.open(bench.database).values(of: dispatch.id, tenant: "a") == Self.values)
        let row = try #require(try await bench.rows("SELECT * FROM requestSecret").first)
        for column in ["wrappedKey", "sealed"] {
            let data: Data = row[column]
            for secret in ["TOKEN", "value"] { #expect(data.range(of: Data(secret.utf8)) == nil) }
        }
    }

    @Test("go in the transaction in which their dispatch ends, and not before")
    func end() async throws {
        let bench = try await VaultBench()
        let (dispatch, other) = (try await accept(1, in: bench), try await accept(2, in: bench))
        let store = bench.database.dispatches
        _ = try await store.apply(.stopRequested(.cancel), to: dispatch.id, at: Samples.epoch)
        #expect(try await bench.vault.values(of: dispatch.id, tenant: "a") == Self.values)
        let end = DispatchEvent.concluded(DispatchEnd(status: .cancelled, reason: .cancelled), at: Samples.epoch)
        try await bench.run("CREATE TRIGGER refuse BEFORE DELETE ON requestSecret BEGIN SELECT RAISE(ABORT, ''); END")
        await #expect(throws: DatabaseError.self) {
            try await store.apply(end, to: dispatch.id, at: Samples.epoch)
        }
        #expect(try await store.dispatch(dispatch.id)?.state.end == nil)
        try await bench.run("DROP TRIGGER refuse")
        #expect(try await store.apply(end, to: dispatch.id, at: Samples.epoch).0 == .changed)
        #expect(try await bench.vault.values(of: dispatch.id, tenant: "a") == nil)
        #expect(try await bench.vault.values(of: other.id, tenant: "a") == Self.values)
    }

    @Test("of one dispatch do not open as another's, nor for another tenant")
    func bound() async throws {
        let bench = try await VaultBench()
        let (first, second) = (try await accept(1, in: bench), try await accept(2, in: bench))
        #expect(try await bench.vault.values(of: first.id, tenant: "b") == nil)
        try await bench.run(
            """
            UPDATE requestSecret SET (wrappedKey, sealed) = (
                SELECT wrappedKey, sealed FROM requestSecret WHERE dispatch = ?) WHERE dispatch = ?
            """,
            [first.id.text, second.id.text]
        )
        let reference = SecretReference(owner: .tenant("a"), kind: .dispatch, name: second.id.text)
        await #expect(throws: SecretError.damaged(reference)) {
            try await bench.vault.values(of: second.id, tenant: "a")
        }
    }

    @Test("are not written under a key that was replaced meanwhile, nor is their dispatch")
    func rekeyed() async throws {
        let bench = try await VaultBench()
        let dispatch = try Samples.dispatch(1)
        let sealed = try await bench.vault.seal(Self.values, for: dispatch.id, tenant: "a")
        let next = try MasterKey(bytes: Array(repeating: 2, count: 32))
        _ = try await bench.vault.rewrap(to: next, by: "me", at: VaultBench.now)
        let reference = SecretReference(owner: .tenant("a"), kind: .dispatch, name: dispatch.id.text)
        await #expect(throws: SecretError.rekeyed(reference)) {
            try await bench.database.dispatches.accept(
                [dispatch],
                secrets: [dispatch.id: sealed],
                idempotency: nil,
                queueLimit: .max,
                audit: []
            )
        }
        #expect(try await bench.database.dispatches.dispatch(dispatch.id) == nil)
        #expect(try await accept(1, in: bench) == dispatch)
    }

    @Test("are sealed anew with all others when the master key changes")
    func rewrapped() async throws {
        let bench = try await VaultBench()
        try await bench.set("value")
        var dispatches: [Dispatch] = []
        for number: UInt64 in 1...120 { dispatches.append(try await accept(number, in: bench)) }
        let next = try MasterKey(bytes: Array(repeating: 2, count: 32))
        let before = try await bench.rows("SELECT sealed FROM requestSecret").map { $0["sealed"] as Data }
        #expect(try await bench.vault.rewrap(to: next, by: "me", at: VaultBench.now).secrets == 121)
        let opened = try await VaultBench.open(bench.database, key: 2)
        for dispatch in dispatches { #expect(try await opened.values(of: dispatch.id, tenant: "a") == Self.values) }
        let after = try await bench.rows("SELECT sealed FROM requestSecret").map { $0["sealed"] as Data }
        #expect(Set(before).isDisjoint(with: after))
    }
}
