internal import CurlHTTP
internal import Foundation

extension DockerError {
    /// Classifies an answer outside 2xx.
    init(status: Int, body: [UInt8]) {
        let answer = try? JSONDecoder().decode(Answer.self, from: Data(body))
        let message = Self.message(of: answer, body, status: status)
        self =
            switch status {
            // Podman's status for what is a 409 of Docker's.
            case 500 where Self.conflictCauses.contains(answer?.cause ?? ""): .conflict(message)
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

    private struct Answer: Decodable {
        var message: String
        /// Podman's name for the kind of failure.
        var cause: String?
    }

    private static let conflictCauses = ["that name is already in use", "container state improper"]

    private static func message(of answer: Answer?, _ body: [UInt8], status: Int) -> String {
        if let answer { return answer.message.trimmingCharacters(in: .whitespacesAndNewlines) }
        // A proxy in front of the engine answers with a page of its own.
        let text = String(decoding: body.prefix(1024), as: UTF8.self)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        return text.isEmpty ? "status \(status) without a message" : text
    }
}
