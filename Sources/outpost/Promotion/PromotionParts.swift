internal import CurlHTTP
internal import Foundation
internal import OutpostCore
internal import OutpostGateway
internal import OutpostStore

/// What promotes the dispatches of a data directory.
struct PromotionParts {
    let data: DataDirectory
    let database: OutpostDatabase
    let files: DispatchFiles
    let credentials: any GitCredentialSource
    let git: GitSettings
    var isOwn = false
    let network: EgressNetwork
    let ssh: SSHPlace
    /// Where the forge of the base URL has its interface, if not at the usual place.
    let forgeAPIURL: String?
    let curl: CurlClient

    var service: PromotionService {
        PromotionService(
            repository: database.dispatches,
            reader: files,
            credentials: credentials,
            git: git,
            isOwn: isOwn,
            publisher: GitPublisher(
                directory: data.temporary,
                network: network,
                ssh: ssh,
                makeName: Generator.uuid
            ),
            forge: ForgeClient(curl: curl, network: network, gitBaseURL: git.baseURL, apiURL: forgeAPIURL),
            now: { Date() }
        )
    }
}
