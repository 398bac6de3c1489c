internal import CurlHTTP
internal import Foundation
internal import OutpostAPI
internal import OutpostCore
internal import OutpostGateway
internal import OutpostServer
internal import OutpostStore

/// Promotes a run that had no server: its data directory is its own, its credential this process's.
struct RunPromotion {
    let id: DispatchID
    let data: DataDirectory
    let environment: [String: String]

    /// The ids of the runs and the dispatches below a data directory, the newest first.
    static func ids(below dataDirectory: String) -> [String] {
        ["runs", "dispatches"]
            .flatMap { (try? FileManager.default.contentsOfDirectory(atPath: "\(dataDirectory)/\($0)")) ?? [] }
            .filter { DispatchID($0) != nil }
            .sorted(by: >)
    }

    /// Nil where there is no such run below the data directory.
    init?(_ id: String, below dataDirectory: String, environment: [String: String]) throws {
        guard let id = DispatchID(id) else { return nil }
        let path = "\(dataDirectory)/runs/\(id)"
        guard FileManager.default.fileExists(atPath: path + "/outpost.sqlite") else { return nil }
        self.id = id
        self.environment = environment
        data = try DataDirectory(creating: path)
    }

    /// Where the run's results are: with it, or in the folder that `--artifacts` named.
    ///
    /// - Throws: ``CommandFailure`` where that folder is gone.
    func artifacts() throws -> String {
        let place = RunDirectory.artifacts(in: data)
        let files = FileManager.default
        guard let named = try? files.destinationOfSymbolicLink(atPath: place) else { return place }
        guard files.fileExists(atPath: place) else {
            throw CommandFailure(
                .notFound,
                "the results of \(id) are not in \(named) any more",
                hint: "put them back there"
            )
        }
        return named
    }

    /// - Throws: ``CommandFailure``.
    func promote(_ body: PromoteBody) async throws -> PromotionBody {
        let curl = CurlClient()
        do {
            let lock = try data.lock()
            defer {
                try? FileManager.default.removeItem(atPath: data.temporary)
                _ = lock
            }
            let credentials = EnvironmentGitCredential(environment: environment)
            let artifacts = try artifacts()
            let service = PromotionParts(
                data: data,
                database: try OutpostDatabase(in: data),
                files: DispatchFiles(directory: data.dispatches, artifacts: { _ in artifacts }),
                credentials: credentials,
                git: GitSettings(baseURL: credentials.baseURL, sshHosts: try credentials.sshHosts()),
                isOwn: true,
                network: EgressNetwork(),
                ssh: credentials.ssh(data),
                forgeAPIURL: credentials.forgeAPIURL,
                curl: curl
            ).service
            let promotion = try await service.promote(
                id,
                PromotionRequest(body),
                tenant: nil,
                by: AdminService.commandLineActor
            )
            await curl.shutdown()
            return PromotionBody(promotion)
        } catch {
            await curl.shutdown()
            throw CommandFailure.wrapping(error)
        }
    }
}
