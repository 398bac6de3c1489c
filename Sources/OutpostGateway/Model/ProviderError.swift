internal import Foundation
internal import OutpostCore

/// The error documents of the providers.
///
/// Anthropic, OpenAI and Gemini all have `{"error": {"message": …}}`; local servers say `{"error": "…"}`,
/// `{"message": …}` or `{"detail": …}`, Gemini may wrap its own in a list, and OpenAI's `response.failed` event has it
/// within `response`.
enum ProviderError {
    private struct Document: Decodable {
        var error: Detail?
        var response: Response?
        var message: String?
        var detail: String?
        var code: String?

        private enum CodingKeys: CodingKey {
            case error, response, message, detail, code
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            error = try? container.decodeIfPresent(Detail.self, forKey: .error)
            response = try? container.decodeIfPresent(Response.self, forKey: .response)
            message = try? container.decodeIfPresent(String.self, forKey: .message)
            detail = try? container.decodeIfPresent(String.self, forKey: .detail)
            code = try? container.decodeIfPresent(String.self, forKey: .code)
        }

        var failure: ProviderFailure? {
            let told = error ?? response?.error
            guard let text = told?.message ?? message ?? detail, !text.isEmpty else { return nil }
            return ProviderFailure(
                message: String(text.prefix(2000)),
                code: (told?.kind ?? code).map { String($0.prefix(100)) },
                retryAfter: told?.retryDelay
            )
        }
    }

    private struct Response: Decodable {
        var error: Detail?
    }

    private struct Detail: Decodable {
        var message: String?
        /// OpenAI's `code`, Gemini's `status`, else Anthropic's `type`.
        var kind: String?
        /// Gemini's `RetryInfo`, as seconds.
        var retryDelay: String?

        private enum CodingKeys: CodingKey {
            case message, code, status, type, details
        }

        private struct Information: Decodable {
            var retryDelay: String?
        }

        init(from decoder: any Decoder) throws {
            if let text = try? decoder.singleValueContainer().decode(String.self) {
                message = text
                return
            }
            let container = try decoder.container(keyedBy: CodingKeys.self)
            message = try container.decodeIfPresent(String.self, forKey: .message)
            kind =
                [CodingKeys.code, .status, .type]
                .lazy.compactMap { try? container.decodeIfPresent(String.self, forKey: $0) }.first
            let details = (try? container.decodeIfPresent([Information].self, forKey: .details)) ?? []
            retryDelay = details.lazy.compactMap(\.retryDelay).first
                .flatMap { $0.hasSuffix("s") ? String($0.dropLast()) : nil }
        }
    }

    /// What the provider's document says; nil when the bytes are no error document.
    static func failure(in bytes: [UInt8]) -> ProviderFailure? {
        let data = Data(bytes)
        let decoder = JSONDecoder()
        let document =
            (try? decoder.decode(Document.self, from: data))
            ?? (try? decoder.decode([Document].self, from: data))?.first
        return document?.failure
    }
}

extension ModelDialect {
    /// An error in the shape that the dialect's SDKs show to their user.
    func errorBody(_ message: String) -> [UInt8] {
        switch self {
        case .anthropic:
            JSONText.encode(AnthropicError(error: .init(message: message)))
        case .responses, .chat:
            JSONText.encode(["error": ["message": message, "type": "server_error", "code": "provider_unreachable"]])
        case .gemini:
            JSONText.encode(GeminiError(error: .init(message: message)))
        }
    }
}

private struct AnthropicError: Encodable {
    struct Detail: Encodable {
        var type = "api_error"
        var message: String
    }

    var type = "error"
    var error: Detail
}

private struct GeminiError: Encodable {
    struct Detail: Encodable {
        var code = 502
        var message: String
        var status = "UNAVAILABLE"
    }

    var error: Detail
}
