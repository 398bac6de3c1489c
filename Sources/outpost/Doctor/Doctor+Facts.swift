internal import CurlHTTP
internal import Foundation
internal import OutpostCore

/// The facts that have more than one source.
extension Doctor {
    func listener() async -> ListenerFacts? {
        guard case .success(let settings) = settings else { return nil }
        return await ListenerFacts.collect(settings)
    }

    func storage() async -> (DataFacts, StoredFacts) {
        let keyFile = (try? settings.get())?.masterKeyFile
        let data = DataFacts.collect(
            dataDirectory,
            keyFile: keyFile,
            settingsFile: settingsFile,
            settingsProblem: problem(settings),
            environment: environment
        )
        var variables = environment
        variables[ServeKey.masterKeyFile.variable] = keyFile ?? variables[ServeKey.masterKeyFile.variable]
        guard case .usable = data.key else {
            return (data, await StoredFacts.collect(dataDirectory, hasKey: false, environment: variables))
        }
        return (data, await StoredFacts.collect(dataDirectory, hasKey: true, environment: variables))
    }

    func keys(
        _ catalog: Result<AgentCatalog, any Error>,
        _ stored: StoredFacts,
        _ curl: CurlClient
    ) async -> [KeyFacts] {
        guard let catalog = try? catalog.get() else { return [] }
        let keys = KeyFacts.collect(catalog, environment: environment, stored: stored)
        guard isOnline else { return keys }
        let upstreams = (try? settings.get())?.modelUpstreams ?? [:]
        return await withTaskGroup(of: KeyFacts.self) { group in
            for key in keys {
                guard let model = catalog.agents[key.agent]?.manifest?.model, let value = environment[key.name],
                    key.isInEnvironment
                else {
                    group.addTask { key }
                    continue
                }
                let call = KeyCall(curl: curl, model: model, upstream: upstreams[key.agent] ?? model.upstream)
                group.addTask {
                    var key = key
                    key.answer = await call.ask(with: value)
                    return key
                }
            }
            var answered: [KeyFacts] = []
            for await key in group { answered.append(key) }
            return answered.sorted { $0.agent < $1.agent }
        }
    }

    /// The database is closed to everybody while its directory is open to others, which has a finding of its own.
    func isOpenToOthers(_ data: DataFacts) -> Bool {
        data.directory.map { !$0.isOurs || $0.mode & 0o077 != 0 } ?? false
    }

    private func problem(_ settings: Result<ServeSettings, any Error>) -> CommandFailure? {
        guard case .failure(let error) = settings else { return nil }
        return (error as? CommandFailure) ?? CommandFailure(.usage, ErrorText.sentence(error))
    }
}
