internal import CurlHTTP
internal import Foundation

extension DockerError {
    /// Classifies an answer outside 2xx.
    init(status: Int, body: [UInt8]) {
        let message = Self.message(in: body, status: status)
        self =
            switch status {
            case 304: .notModified
            case 400: .invalid(message)
            case 404: .notFound(message)
            case 409: .conflict(message)
            case 501: .unsupported(message)
            default: .server(status: status, message)
            }
    }

    /// Classifies a failure of the transport during `call`, for example "GET /containers/json".
    init(_ error: CurlError, call: String) {
        self =
            switch error {
            case .couldNotConnect(let detail): .unavailable(.refused, detail)
            case .deadlineExceeded: .unavailable(.timedOut, call)
            case .cancelled: .cancelled
            case .connectionLost(_, let detail): .unavailable(.lost, "\(call): \(detail)")
            case .tls(let detail): .unavailable(.refused, detail)
            case .bodyTooLarge(let limit): .unavailable(.lost, "\(call): the answer has more than \(limit) bytes")
            case .requestBodyFailed(let cause): .invalid("\(call): the request body could not be read: \(cause)")
            case .invalid(let detail): .invalid("\(call): \(detail)")
            }
    }

    private static func message(in body: [UInt8], status: Int) -> String {
        struct Body: Decodable {
            var message: String
        }
        if let decoded = try? JSONDecoder().decode(Body.self, from: Data(body)) {
            return decoded.message.trimmingCharacters(in: .whitespacesAndNewlines)
        }
        // A proxy in front of the engine answers with a page of its own.
        let text = String(decoding: body.prefix(1024), as: UTF8.self)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        return text.isEmpty ? "status \(status) without a message" : text
    }
}
