internal import Foundation
internal import Hummingbird
internal import OutpostAPI

/// What is known of a request besides the request itself.
struct ServerContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// A UUID, in upper or lower case as the client sent it.
    var requestID = ""
    /// When the request came.
    var receivedAt = Date.distantPast

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
    }

    /// A parameter of the path, percent-decoded where that is possible.
    func parameter(_ name: String) -> String {
        let raw = parameters.get(name) ?? ""
        return raw.removingPercentEncoding ?? raw
    }

    /// What an answer says about itself.
    func meta(pagination: Pagination? = nil, warnings: [String] = []) -> Meta {
        Meta(
            requestId: requestID,
            timestamp: APITime(receivedAt),
            pagination: pagination,
            warnings: warnings.isEmpty ? nil : warnings
        )
    }
}
