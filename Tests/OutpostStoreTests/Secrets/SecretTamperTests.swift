internal import Foundation
internal import GRDB
internal import OutpostCore
internal import Testing

@testable internal import OutpostStore

@Suite("A secret store that somebody wrote to", .timeLimit(.minutes(10)))
struct SecretTamperTests {
    private typealias Bench = VaultBench

    @Test(
        "gives nothing out when any stored byte of a secret or its keys differs in a bit",
        arguments: [("tenantKey", "wrapped"), ("secretVersion", "wrappedKey"), ("secretVersion", "sealed")]
    )
    func bits(table: String, column: String) async throws {
        let bench = try await Bench()
        try await bench.set("a value")
        let stored: Data = try #require(try await bench.rows("SELECT \(column) AS c FROM \(table)").first)["c"]
        #expect(stored.count >= 28)
        for index in stored.indices {
            var changed = stored
            changed[index] ^= 1 << UInt8(index % 8)
            try await bench.run("UPDATE \(table) SET \(column) = ?", [changed])
            await #expect(throws: SecretError.damaged(Bench.token)) { try await bench.value() }
        }
        for length in [0, 11, 27, stored.count - 1] {
            try await bench.run("UPDATE \(table) SET \(column) = ?", [stored.prefix(length)])
            await #expect(throws: SecretError.damaged(Bench.token)) { try await bench.value() }
        }
        try await bench.run("UPDATE \(table) SET \(column) = ?", [stored])
        #expect(try await bench.value() == "a value")
    }

    @Test("does not open when any byte of its key check or its salt differs in a bit", arguments: ["keyCheck", "salt"])
    func keyCheck(column: String) async throws {
        let bench = try await Bench()
        let stored: Data = try #require(try await bench.rows("SELECT \(column) AS c FROM vault").first)["c"]
        for index in stored.indices {
            var changed = stored
            changed[index] ^= 1
            try await bench.run("UPDATE vault SET \(column) = ?", [changed])
            await #expect(throws: SecretError.self) { try await Bench.open(bench.database) }
        }
    }

    @Test(
        "does not open a version under another number, name, kind or owner",
        arguments: [
            ("version = 2", "latest = 2", Bench.token),
            ("name = 'OTHER'", "name = 'OTHER'", SecretReference(owner: .tenant("a"), name: "OTHER")),
            ("kind = 'git'", "kind = 'git'", SecretReference(owner: .tenant("a"), kind: .git, name: "TOKEN")),
            ("owner = 'b'", "owner = 'b'", SecretReference(owner: .tenant("b"), name: "TOKEN")),
            ("owner = 'shared'", "owner = 'shared'", SecretReference(owner: .shared, name: "TOKEN")),
        ]
    )
    func moved(version: String, secret: String, reference: SecretReference) async throws {
        let bench = try await Bench()
        try await bench.set("a value")
        // The owners have keys of their own; with the first owner's key moved along it does not open either.
        for owner in [SecretOwner.tenant("b"), .shared] {
            try await bench.set("x", SecretReference(owner: owner, name: "X"))
        }
        try await bench.run(
            """
            PRAGMA defer_foreign_keys = ON;
            UPDATE secretVersion SET \(version) WHERE name = 'TOKEN';
            UPDATE secret SET \(secret) WHERE name = 'TOKEN';
            """
        )
        await #expect(throws: SecretError.damaged(reference)) { try await bench.value(reference) }
        try await bench.run(
            "UPDATE tenantKey SET wrapped = (SELECT wrapped FROM tenantKey WHERE owner = 'a') WHERE owner <> 'a'"
        )
        await #expect(throws: SecretError.damaged(reference)) { try await bench.value(reference) }
    }

    @Test("does not take an old version for the one in use")
    func replay() async throws {
        let bench = try await Bench()
        try await bench.set("old")
        try await bench.set("new")
        try await bench.run(
            """
            UPDATE secretVersion SET
                wrappedKey = (SELECT wrappedKey FROM secretVersion WHERE version = 1),
                sealed = (SELECT sealed FROM secretVersion WHERE version = 1)
            WHERE version = 2
            """
        )
        await #expect(throws: SecretError.damaged(Bench.token)) { try await bench.value() }
    }

    @Test("is of no use in another installation, even with the key")
    func otherInstallation() async throws {
        let (one, two) = (try await Bench(), try OutpostDatabase())
        try await one.set("a value")
        let other = try await Bench.open(two, instance: "two")
        for table in ["tenantKey", "secret", "secretVersion"] {
            for row in try await one.rows("SELECT * FROM \(table)") {
                let marks = row.map { _ in "?" }.joined(separator: ", ")
                let sql = "INSERT INTO \(table) (\(row.columnNames.joined(separator: ", "))) VALUES (\(marks))"
                let values = StatementArguments(row.databaseValues)
                try await two.secrets.database.write { try $0.execute(sql: sql, arguments: values) }
            }
        }
        await #expect(throws: SecretError.damaged(Bench.token)) {
            try await other.value(of: Bench.token, by: "d", at: Bench.now)
        }
    }
}
