internal import CurlHTTP
internal import Foundation
internal import OutpostCore
internal import OutpostDocker

/// Looks at everything that an installation stands on; what does not depend on each other is looked at at once.
struct Doctor: Sendable {
    let environment: [String: String]
    let dataDirectory: String
    /// Directories of agents, or why there are none.
    let agents: Result<[String], any Error>
    /// The server's settings, or why they cannot be used.
    let settings: Result<ServeSettings, any Error>
    /// The file of settings that was named.
    let settingsFile: String?
    /// Makes no container.
    let isQuick: Bool
    /// Asks providers about keys.
    let isOnline: Bool

    /// Collects the facts and has them judged.
    func examine() async -> Diagnosis {
        let curl = CurlClient(environment: environment)
        let catalog = Result { try AgentCatalog.read(directories: try agents.get()) }
        async let engine = EngineSearch(curl: curl, environment: environment).find(now: { Date() })
        async let host = HostFacts.collect(dataDirectory: dataDirectory, now: Date())
        async let listener = listener()
        async let stored = storage(catalog)
        let (data, database) = await stored
        async let keys = keys(catalog, database, curl)
        let (found, machine) = (await engine, await host)
        var findings = await engineFindings(found, catalog, database, curl)
        findings += hostFindings(machine, found)
        findings += await networkFindings(found, listener, isServing: data.isInUse, now: machine.now)
        findings += DataJudge(facts: data, database: isOpenToOthers(data) ? nil : database.problem).findings
        findings += await KeyJudge(keys: keys).findings
        await curl.shutdown()
        return Diagnosis(findings, engineFailure: EngineReach(facts: found).failure)
    }
}
