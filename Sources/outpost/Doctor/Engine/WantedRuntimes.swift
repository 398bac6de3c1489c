internal import OutpostCore

/// The OCI runtimes that containers are to have, and who says so.
enum WantedRuntimes {
    /// Puts together who wants which runtime.
    ///
    /// - Parameters:
    ///   - environment: `OUTPOST_RUNTIME`, for runs.
    ///   - setting: the server's.
    ///   - catalog: what agents say.
    ///   - tenants: tenants by the runtime of their containers.
    /// - Returns: users of each runtime, by its name.
    static func users(
        environment: [String: String],
        setting: String?,
        catalog: AgentCatalog,
        tenants: [String: [String]]
    ) -> [String: [String]] {
        var users: [String: [String]] = [:]
        if let name = environment["OUTPOST_RUNTIME"], !name.isEmpty {
            users[name, default: []].append("OUTPOST_RUNTIME")
        } else if let setting {
            users[setting, default: []].append("the setting runtime")
        }
        for (agent, folder) in catalog.agents {
            if let name = folder.manifest?.runtime { users[name, default: []].append("agent \(agent)") }
        }
        for (name, tenants) in tenants { users[name, default: []] += tenants.map { "tenant \($0)" } }
        return users
    }
}
