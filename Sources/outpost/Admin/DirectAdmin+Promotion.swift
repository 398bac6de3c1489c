internal import CurlHTTP
internal import Foundation
internal import OutpostAPI
internal import OutpostCore
internal import OutpostGateway
internal import OutpostServer
internal import OutpostStore

extension DirectAdmin {
    func promote(_ body: PromoteBody) async throws -> PromotionBody {
        guard let id = DispatchID(body.dispatchId) else { throw CommandFailure.noDispatch(body.dispatchId) }
        let settings = try serveSettings()
        let curl = CurlClient(environment: environment)
        let service = PromotionParts(
            data: directory,
            database: database,
            files: DispatchFiles(directory: directory.dispatches),
            credentials: StoredGitCredentials(vault: try await vault(), now: { Date() }),
            git: GitSettings(
                baseURL: settings.gitBaseURL,
                promotion: settings.promotionBranches,
                hosts: settings.gitHosts,
                sshHosts: settings.sshHosts
            ),
            network: EgressNetwork(proxies: EgressProxies(environment: environment)),
            ssh: SSHPlace(
                directory: directory.temporary,
                knownHostsFile: settings.sshKnownHosts,
                makeName: Generator.uuid
            ),
            forgeAPIURL: settings.forgeAPIURL,
            curl: curl
        ).service
        do {
            let promotion = try await service.promote(id, PromotionRequest(body), tenant: nil, by: actor)
            await curl.shutdown()
            return PromotionBody(promotion)
        } catch {
            await curl.shutdown()
            if case ServiceError.notFound = error { throw CommandFailure.noDispatch(body.dispatchId) }
            throw error
        }
    }
}
