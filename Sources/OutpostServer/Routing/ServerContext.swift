internal import Foundation
internal import Hummingbird
internal import NIOCore
internal import OutpostAPI
internal import OutpostCore

/// What is known of a request besides the request itself.
struct ServerContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// A UUID, in upper or lower case as the client sent it.
    var requestID = ""
    /// Where the request came from, as the audit trail has it.
    let source: String
    /// What is found out on the way.
    let record = RequestRecord()
    /// When the request came.
    var receivedAt = Date.distantPast

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        self.source = source.channel.remoteAddress?.ipAddress ?? AuditSource.socket
    }

    /// A parameter of the path, percent-decoded where that is possible and does not make a NUL, which names nothing.
    func parameter(_ name: String) -> String {
        let raw = parameters.get(name) ?? ""
        guard let text = raw.removingPercentEncoding, !text.utf8.contains(0) else { return raw }
        return text
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
