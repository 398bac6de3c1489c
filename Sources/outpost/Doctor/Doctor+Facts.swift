internal import CurlHTTP
internal import Foundation
internal import OutpostCore

/// The facts that have more than one source.
extension Doctor {
    func listener() async -> ListenerFacts? {
        guard case .success(let settings) = settings else { return nil }
        return await ListenerFacts.collect(settings)
    }

    func storage(_ catalog: Result<AgentCatalog, any Error>) async -> (DataFacts, StoredFacts) {
        let keyFile = (try? settings.get())?.masterKeyFile
        let data = DataFacts.collect(
            dataDirectory,
            keyFile: keyFile,
            settingsFile: settingsFile,
            settingsProblem: problem(settings),
            environment: environment
        )
        var keys: MasterKeySource?
        if case .usable = data.key {
            keys = MasterKeySource(
                dataDirectory: dataDirectory,
                namedFile: keyFile,
                environment: environment,
                warn: { _ in }
            )
        }
        let wanted = isOnline ? Set(modelKeys(catalog)) : []
        return (data, await StoredFactsReader(dataDirectory: dataDirectory, keys: keys, wanted: wanted).read())
    }

    func keys(
        _ catalog: Result<AgentCatalog, any Error>,
        _ stored: StoredFacts,
        _ curl: CurlClient
    ) async -> [KeyFacts] {
        guard let catalog = try? catalog.get() else { return [] }
        var keys = KeyFacts.collect(catalog, environment: environment, stored: stored)
        guard isOnline else { return keys }
        let upstreams = (try? settings.get())?.modelUpstreams ?? [:]
        for index in keys.indices {
            let key = keys[index]
            guard let model = catalog.agents[key.agent]?.manifest?.model else { continue }
            let call = KeyCall(curl: curl, model: model, upstream: upstreams[key.agent] ?? model.upstream)
            let values = key.places.map { ($0, value(of: key.name, at: $0, stored)) }
            keys[index].asked = await ask(call, values)
            guard values.contains(where: { $0.1 == nil }) else { continue }
            keys[index].unasked = stored.valueProblem?.message ?? "no master key is there that opens what is stored"
        }
        return keys
    }

    /// Asks about all values of a key at once.
    private func ask(_ call: KeyCall, _ values: [(KeyFacts.Place, String?)]) async -> [KeyFacts.Asked] {
        await withTaskGroup(of: (Int, KeyFacts.Asked).self) { group in
            for (index, (place, value)) in values.enumerated() {
                guard let value else { continue }
                group.addTask { (index, KeyFacts.Asked(place: place, answer: await call.ask(with: value))) }
            }
            var answered: [(Int, KeyFacts.Asked)] = []
            for await answer in group { answered.append(answer) }
            return answered.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    private func value(of name: String, at place: KeyFacts.Place, _ stored: StoredFacts) -> String? {
        switch place {
        case .environment: environment[name]
        case .shared: stored.values[StoredFacts.StoredKey(name: name, tenant: nil)]?.text
        case .tenant(let tenant): stored.values[StoredFacts.StoredKey(name: name, tenant: tenant)]?.text
        }
    }

    private func modelKeys(_ catalog: Result<AgentCatalog, any Error>) -> [String] {
        guard let catalog = try? catalog.get() else { return [] }
        return catalog.names.compactMap { catalog.agents[$0]?.manifest?.model?.authSecret }
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
