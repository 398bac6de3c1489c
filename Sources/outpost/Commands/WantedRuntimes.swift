internal import Foundation
internal import OutpostAPI
internal import OutpostCore
internal import OutpostDocker

/// The OCI runtimes that containers are to have, and who says so.
struct WantedRuntimes {
    /// Users of each runtime, by its name.
    private(set) var users: [String: [String]] = [:]
    /// What kept somebody from being asked.
    private(set) var problems: [PreflightFinding] = []
    private let environment: [String: String]

    /// Asks the environment and the agents.
    init(environment: [String: String], catalog: AgentCatalog) {
        self.environment = environment
        if let name = environment["OUTPOST_RUNTIME"], !name.isEmpty {
            users[name, default: []].append("OUTPOST_RUNTIME")
        }
        for (agent, folder) in catalog.agents {
            if let name = folder.manifest?.runtime { users[name, default: []].append("agent \(agent)") }
        }
    }

    /// Asks the tenants, too, where there is a database that has any.
    func adding(tenantsOf dataDirectory: String) async -> WantedRuntimes {
        guard FileManager.default.fileExists(atPath: dataDirectory + "/outpost.sqlite") else { return self }
        var wanted = self
        do {
            let admin = AdminClient(dataDirectory: dataDirectory, environment: environment)
            for tenant in try await admin.call({ try await $0.tenants() }) {
                guard let name = tenant.runtime else { continue }
                wanted.users[name, default: []].append("tenant \(tenant.name)")
            }
        } catch {
            let text = "the tenants' runtimes cannot be read: \(ErrorText.sentence(error))"
            wanted.problems.append(PreflightFinding("tenants", .note, text))
        }
        return wanted
    }
}
