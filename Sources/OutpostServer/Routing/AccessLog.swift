internal import Hummingbird
internal import Logging
internal import OutpostCore

/// A line of the log for each request: who, what and how long, and nothing of what was said.
struct AccessLog: Sendable {
    let logger: Logger
    /// Whether there is one.
    let isOn: Bool

    /// Bytes of a path that are told.
    private static let longestPath = 300

    func answered(_ request: Request, _ context: ServerContext, _ response: Response, within duration: Duration) {
        guard isOn else { return }
        var metadata: Logger.Metadata = [
            "request_id": .string(context.requestID),
            "method": .string(request.method.rawValue),
            "route": .string(context.endpointPath ?? RequestMiddleware.noRoute),
            "path": .string(Self.shown(request.uri.path)),
            "status": .stringConvertible(response.status.code),
            "ms": .stringConvertible(Int(duration / .milliseconds(1))),
        ]
        // A stream's are not known yet.
        let bytes = request.method == .head ? 0 : response.body.contentLength
        metadata["bytes"] = bytes.map { .stringConvertible($0) }
        if let principal = context.record.principal {
            metadata["key_id"] = .string(principal.key.id)
            metadata["tenant_id"] = .string(principal.tenant.id)
        }
        logger.info("request", metadata: metadata)
    }

    /// A path in printable characters without blanks, so that it ends where it ends; of what looks like a key, the part
    /// that keys are listed by.
    static func shown(_ path: String) -> String {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        let known = parts.map { $0.hasPrefix("otp_") && $0.count > 12 ? $0.prefix(12) + "..." : $0 }.joined(
            separator: "/"
        )
        var shown = ""
        for byte in known.utf8.prefix(longestPath) {
            switch byte {
            case 0x21...0x7E: shown.unicodeScalars.append(Unicode.Scalar(byte))
            default: shown += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return known.utf8.count > longestPath ? shown + "..." : shown
    }
}
