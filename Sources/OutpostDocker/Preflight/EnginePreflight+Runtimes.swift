package import DockerEngine
internal import OutpostCore

extension EnginePreflight {
    /// Looks for the OCI runtimes that somebody's containers are to have.
    ///
    /// - Parameters:
    ///   - wanted: who wants it, such as `tenant acme`, by the runtime's name.
    ///   - info: the answer to `GET /info`.
    /// - Returns: a finding for each runtime.
    package static func runtimes(_ wanted: [String: [String]], info: EngineInfo) -> [PreflightFinding] {
        wanted.sorted { $0.key < $1.key }.map { name, users in
            let who = users.sorted().joined(separator: ", ")
            guard HostCapacity(info).refusal(ofRuntime: name) != nil else {
                return PreflightFinding("runtime \(name)", .ok, "the engine has it, for \(who)")
            }
            return PreflightFinding(
                "runtime \(name)",
                .error,
                "the engine does not have it, and what it is named for fails to start: \(who)",
                advice: "add it under runtimes in the engine's daemon.json and reload the engine (SIGHUP); "
                    + "it has \(info.runtimes.joined(separator: ", "))"
            )
        }
    }
}
