internal import CurlHTTP
internal import DockerEngine
internal import Foundation

/// Looks in all places at once where an engine may be.
///
/// A place that hangs costs its own patience and no more.
struct EngineSearch: Sendable {
    let curl: CurlClient
    let environment: [String: String]

    /// How long a place is waited for: less than the 5 s in which a user is to hear of an engine that hangs.
    var patience = Duration.seconds(4)

    private var timeouts: DockerTimeouts {
        var timeouts = DockerTimeouts()
        timeouts.ping = patience
        timeouts.query = patience
        timeouts.create = .seconds(15)
        timeouts.start = .seconds(15)
        timeouts.remove = .seconds(15)
        return timeouts
    }

    /// - Parameter now: the time of this machine.
    /// - Returns: what is where, and the words of the engine that is used.
    func find(now: @Sendable () -> Date) async -> EngineFacts {
        let discovery = DockerDiscovery(environment: environment, userID: Process.userID)
        var facts = EngineFacts()
        var candidates: [DockerDiscovery.Candidate] = []
        do throws(DockerError) {
            candidates = try discovery.candidates()
        } catch {
            facts.choiceProblem = error.description
        }
        let places = candidates.map(\.endpoint)
        let others = discovery.wellKnown().filter { !places.contains($0.endpoint) }
        let outcomes = await attempts(candidates + others)
        facts.attempts = Array(outcomes.prefix(candidates.count))
        facts.others = outcomes.dropFirst(candidates.count).filter {
            if case .answers = $0.outcome { true } else { false }
        }
        guard let used = facts.used else { return facts }
        do throws(DockerError) {
            facts.engine = try await ask(used.candidate, now: now)
        } catch {
            facts.silence = error
        }
        return facts
    }

    private func attempts(_ candidates: [DockerDiscovery.Candidate]) async -> [EngineAttempt] {
        await withTaskGroup(of: (Int, EngineAttempt).self) { group in
            for (index, candidate) in candidates.enumerated() {
                group.addTask { (index, EngineAttempt(candidate: candidate, outcome: await outcome(candidate))) }
            }
            var found: [(Int, EngineAttempt)] = []
            for await attempt in group { found.append(attempt) }
            return found.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    private func outcome(_ candidate: DockerDiscovery.Candidate) async -> EngineAttempt.Outcome {
        if case .unix(let path) = candidate.endpoint, let outcome = SocketFile(path: path).obstacle { return outcome }
        let client = DockerClient(endpoint: candidate.endpoint, curl: curl, timeouts: timeouts)
        do throws(DockerError) {
            let ping = try await client.ping()
            return ping.apiVersion < .oldest ? .old(ping.apiVersion) : .answers(ping.apiVersion)
        } catch {
            switch error {
            case .unavailable(.timedOut, _): return .silent
            case .unavailable(.refused, let detail): return .refused(detail)
            default: return .foreign(error.description)
            }
        }
    }

    private func ask(
        _ candidate: DockerDiscovery.Candidate,
        now: @Sendable () -> Date
    ) async throws(DockerError) -> EngineFacts.Answer {
        let client = DockerClient(endpoint: candidate.endpoint, curl: curl, timeouts: timeouts)
        try await client.connect()
        let info = try await client.info()
        let time = now().timeIntervalSince1970
        let connection = EngineConnection(client: client, source: candidate.source, info: info)
        return EngineFacts.Answer(
            connection: connection,
            version: try await client.version(),
            skew: info.systemTime.map { Double($0.seconds) + Double($0.nanoseconds) / 1e9 - time },
            networks: connection.sharesFilesystem ? nil : try await client.listNetworks()
        )
    }
}
