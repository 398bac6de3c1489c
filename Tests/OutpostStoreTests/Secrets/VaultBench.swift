internal import Foundation
internal import GRDB
internal import OutpostCore

@testable internal import OutpostStore

/// A secret store over a database in memory.
struct VaultBench {
    let database: OutpostDatabase
    let vault: SecretVault

    static let now = Date(timeIntervalSince1970: 1_700_000_000)
    static let token = SecretReference(owner: .tenant("a"), name: "TOKEN")

    init() async throws {
        database = try OutpostDatabase()
        vault = try await Self.open(database)
    }

    static func open(_ database: OutpostDatabase, key: UInt8 = 1, instance: String = "one") async throws -> SecretVault
    {
        let material = MasterKeyMaterial.key(try MasterKey(bytes: Array(repeating: key, count: 32)))
        return try await SecretVault(opening: database.secrets, with: material, instance: instance)
    }

    @discardableResult
    func set(_ value: String, _ reference: SecretReference = token) async throws -> SecretSummary {
        try await vault.set(SecretValue(value), for: reference, by: "me", at: Self.now)
    }

    func value(_ reference: SecretReference = token) async throws -> String? {
        try await vault.value(of: reference, by: "dispatcher", at: Self.now)?.text
    }

    func run(_ sql: String, _ arguments: StatementArguments = StatementArguments()) async throws {
        try await database.secrets.database.write { try $0.execute(sql: sql, arguments: arguments) }
    }

    func rows(_ sql: String) async throws -> [Row] {
        try database.secrets.database.read { try Row.fetchAll($0, sql: sql) }
    }

    /// How SQLite goes about a statement.
    func plan(_ sql: String, _ arguments: StatementArguments) async throws -> [String] {
        try await database.secrets.database.write { database in
            try Row.fetchAll(database, sql: "EXPLAIN QUERY PLAN " + sql, arguments: arguments).map { $0["detail"] }
        }
    }
}
