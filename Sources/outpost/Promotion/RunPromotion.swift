internal import CurlHTTP
internal import Foundation
internal import OutpostAPI
internal import OutpostCore
internal import OutpostGateway
internal import OutpostServer
internal import OutpostStore

/// Promotes a run that had no server: its data directory is its own, its credential this process's.
struct RunPromotion {
    let run: LocalRun
    let environment: [String: String]

    /// - Throws: ``CommandFailure``.
    func promote(_ body: PromoteBody) async throws -> PromotionBody {
        let curl = CurlClient(environment: environment)
        let data = run.data
        do {
            let lock = try data.lock()
            defer {
                try? FileManager.default.removeItem(atPath: data.temporary)
                _ = lock
            }
            let credentials = EnvironmentGitCredential(environment: environment)
            let artifacts = try run.artifacts()
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
                run.id,
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
