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
    let gitBaseURL: String
    /// Where the forge of the base URL has its interface, if not at the usual place.
    let forgeAPIURL: String?
    let curl: CurlClient

    var service: PromotionService {
        PromotionService(
            repository: database.dispatches,
            reader: files,
            credentials: credentials,
            gitBaseURL: gitBaseURL,
            publisher: GitPublisher(directory: data.temporary, makeName: Generator.uuid),
            forge: ForgeClient(curl: curl, gitBaseURL: gitBaseURL, apiURL: forgeAPIURL),
            now: { Date() }
        )
    }
}
