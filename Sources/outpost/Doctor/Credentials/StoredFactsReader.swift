internal import Foundation
internal import OutpostCore
internal import OutpostStore

/// Reads what is stored, and changes nothing: no schema, no row, no key.
struct StoredFactsReader {
    let dataDirectory: String
    /// Where the master key is; nil where there is none that can be used, so that no value is to be had.
    let keys: MasterKeySource?
    /// Names of secrets whose values are wanted.
    let wanted: Set<String>

    /// - Returns: what is stored; nothing where there is no database.
    func read() async -> StoredFacts {
        guard FileManager.default.fileExists(atPath: dataDirectory + "/outpost.sqlite") else { return StoredFacts() }
        do {
            // Whoever works in it made the directory, so that opening it makes nothing.
            let directory = try DataDirectory(creating: dataDirectory)
            do {
                let lock = try directory.lock()
                defer { _ = lock }
                return try await read(directory, isLocked: true)
            } catch DataDirectoryError.inUse {
                return try await read(directory, isLocked: false)
            }
        } catch {
            return StoredFacts(problem: Self.failure(error))
        }
    }

    private func read(_ directory: DataDirectory, isLocked: Bool) async throws -> StoredFacts {
        // To take a value is recorded: in the copy, which nobody keeps.
        let takesValues = keys != nil && !wanted.isEmpty
        return try await OutpostDatabase.look(into: directory, isLocked: isLocked, isCopy: takesValues) { database in
            var facts = StoredFacts()
            let tenants = try await database.identities.tenants()
            facts.shared = try await names(.shared, database)
            for tenant in tenants {
                if let runtime = tenant.runtime { facts.runtimes[runtime, default: []].append(tenant.name) }
                facts.tenants[tenant.name] = try await names(.tenant(tenant.id), database)
            }
            guard takesValues, let keys else { return facts }
            do {
                facts.values = try await values(database, keys, directory, tenants: tenants)
            } catch {
                facts.valueProblem = Self.failure(error)
            }
            return facts
        }
    }

    private func names(_ owner: SecretOwner, _ database: OutpostDatabase) async throws -> Set<String> {
        Set(try await database.secrets.summaries(of: owner, kind: .environment).map(\.reference.name))
    }

    private func values(
        _ database: OutpostDatabase,
        _ keys: MasterKeySource,
        _ directory: DataDirectory,
        tenants: [Tenant]
    ) async throws -> [StoredFacts.StoredKey: SecretValue] {
        guard let record = try await database.secrets.vaultRecord() else { return [:] }
        guard FileManager.default.fileExists(atPath: directory.path + "/instance") else {
            throw CommandFailure(.storage, "the installation's id is gone: \(directory.path)/instance")
        }
        let next = keys.nextFile.exists ? try keys.readNext() : nil
        let isTakenOver = next?.id == record.masterKey
        let material = if let next, isTakenOver { MasterKeyMaterial.key(next) } else { try keys.find(isNew: false) }
        let vault = try await SecretVault(
            opening: database.secrets,
            with: material,
            next: next,
            instance: try InstallationIdentity.load(in: directory.path).instance.text
        )
        var values: [StoredFacts.StoredKey: SecretValue] = [:]
        var owners: [(SecretOwner, String?)] = [(.shared, nil)]
        for tenant in tenants { owners.append((.tenant(tenant.id), tenant.name)) }
        for (owner, tenant) in owners {
            for name in wanted {
                let reference = SecretReference(owner: owner, name: name)
                values[StoredFacts.StoredKey(name: name, tenant: tenant)] =
                    try await vault.value(of: reference, by: "doctor", at: Date())
            }
        }
        return values
    }

    private static func failure(_ error: any Error) -> CommandFailure {
        (CommandFailure.wrapping(error) as? CommandFailure) ?? CommandFailure(.storage, ErrorText.sentence(error))
    }
}
