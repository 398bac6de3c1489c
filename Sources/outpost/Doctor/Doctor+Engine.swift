internal import CurlHTTP
internal import DockerEngine
internal import Foundation
internal import OutpostCore
internal import OutpostDocker

/// What only an engine can be asked.
extension Doctor {
    func engineFindings(
        _ facts: EngineFacts,
        _ catalog: Result<AgentCatalog, any Error>,
        _ stored: StoredFacts,
        _ curl: CurlClient
    ) async -> [PreflightFinding] {
        var findings = EngineReach(facts: facts).findings
        let engine = facts.engine
        if let engine {
            findings += EnginePreflight.findings(info: engine.connection.info, version: engine.version)
            let client = engine.connection.client
            if let place = await OwnContainer.finding(dataDirectory: dataDirectory, client: client) {
                findings.append(place)
            }
            if let networks = engine.networks {
                findings.append(EnginePreflight.addressPools(engine.connection.info, networks: networks))
            }
        }
        let agents: AgentCatalog
        do {
            agents = try catalog.get()
        } catch {
            let failure = CommandFailure.wrapping(error) as? CommandFailure
            let text = failure?.message ?? ErrorText.sentence(error)
            let advice = failure?.hint ?? "name the directory that has them: --agents-dir DIR"
            return findings + [PreflightFinding("agents", in: .images, .error, text, advice: advice)]
        }
        guard let engine else { return findings + ImageJudge(images: [], broken: agents.broken).findings }
        let users = WantedRuntimes.users(
            environment: environment,
            setting: (try? settings.get())?.runtime,
            catalog: agents,
            tenants: stored.runtimes
        )
        findings += EnginePreflight.runtimes(users, info: engine.connection.info)
        do {
            let chosen = try? settings.get().harnesses
            let images = try HostSettings.images(environment, agents, harnesses: chosen)
            let builder = engine.connection.images(of: agents, settings: images, curl: curl)
            async let door = door(engine.connection, builder)
            let found = await ImageFacts.collect(
                agents,
                engine: engine.connection,
                builder: builder,
                chosen: images.harnesses
            )
            findings += [await door] + ImageJudge(images: found, broken: agents.broken).findings
        } catch {
            let failure = error as? CommandFailure
            let text = failure?.message ?? ErrorText.sentence(error)
            findings.append(
                PreflightFinding(
                    "settings",
                    in: .images,
                    .error,
                    text,
                    advice: failure?.hint ?? "correct that, then: outpost doctor"
                )
            )
        }
        return findings
    }

    private func door(_ engine: EngineConnection, _ builder: ImageBuilder) async -> PreflightFinding {
        let isShared = engine.sharesFilesystem
        guard !isQuick, engine.client.endpoint.isLocal else {
            return DoorJudge(isShared: isShared, trial: .skipped).finding
        }
        guard let image = try? await builder.builtBase() else {
            return DoorJudge(isShared: isShared, trial: .noImage).finding
        }
        let own = dataDirectory + "/tmp"
        let trial = DoorTrial(
            engine: engine,
            image: image,
            folder: FileManager.default.isWritableFile(atPath: own) ? own : "/tmp",
            name: String(Generator.uuid().prefix(8))
        )
        return DoorJudge(isShared: isShared, trial: await trial.run()).finding
    }
}
