internal import Foundation
internal import OutpostAPI
internal import OutpostCore

/// What the data directory's database says of tenants and of the names of their secrets.
struct StoredFacts: Sendable {
    /// Names of secrets that are lent to all tenants.
    var shared: Set<String> = []
    /// Names of secrets by tenant.
    var tenants: [String: Set<String>] = [:]
    /// Tenants by the runtime of their containers.
    var runtimes: [String: [String]] = [:]
    /// Why it could not be read; nil where it could, or there is nothing to read.
    var problem: CommandFailure?

    /// Asks the database, or the server that works in it.
    ///
    /// - Parameters:
    ///   - dataDirectory: nothing is made where it has no database.
    ///   - hasKey: whether there is a master key; without one there are no secrets, and none must be made.
    ///   - environment: names the master key.
    /// - Returns: what is stored; nothing where there is no database.
    static func collect(_ dataDirectory: String, hasKey: Bool, environment: [String: String]) async -> StoredFacts {
        guard FileManager.default.fileExists(atPath: dataDirectory + "/outpost.sqlite") else { return StoredFacts() }
        let admin = AdminClient(dataDirectory: dataDirectory, environment: environment)
        do {
            return try await admin.call { backend in
                var facts = StoredFacts()
                let tenants = try await backend.tenants()
                for tenant in tenants {
                    if let runtime = tenant.runtime { facts.runtimes[runtime, default: []].append(tenant.name) }
                }
                guard hasKey else { return facts }
                facts.shared = Set(try await backend.secrets(tenant: nil).map(\.name))
                for tenant in tenants {
                    facts.tenants[tenant.name] = Set(try await backend.secrets(tenant: tenant.name).map(\.name))
                }
                return facts
            }
        } catch {
            let failure = (error as? CommandFailure) ?? CommandFailure(.storage, ErrorText.sentence(error))
            return StoredFacts(problem: failure)
        }
    }
}
