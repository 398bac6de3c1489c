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

        private enum CodingKeys: CodingKey {
            case error, response, message, detail
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            error = try? container.decodeIfPresent(Detail.self, forKey: .error)
            response = try? container.decodeIfPresent(Response.self, forKey: .response)
            message = try? container.decodeIfPresent(String.self, forKey: .message)
            detail = try? container.decodeIfPresent(String.self, forKey: .detail)
        }

        var text: String? { error?.message ?? response?.error?.message ?? message ?? detail }
    }

    private struct Response: Decodable {
        var error: Detail?
    }

    private struct Detail: Decodable {
        var message: String?

        private enum CodingKeys: CodingKey {
            case message
        }

        init(from decoder: any Decoder) throws {
            if let text = try? decoder.singleValueContainer().decode(String.self) {
                message = text
            } else {
                message = try decoder.container(keyedBy: CodingKeys.self).decodeIfPresent(String.self, forKey: .message)
            }
        }
    }

    /// The provider's message, at most 2000 characters; nil when the bytes are no error document.
    static func message(in bytes: [UInt8]) -> String? {
        let data = Data(bytes)
        let decoder = JSONDecoder()
        let document =
            (try? decoder.decode(Document.self, from: data))
            ?? (try? decoder.decode([Document].self, from: data))?.first
        return document?.text.flatMap { $0.isEmpty ? nil : String($0.prefix(2000)) }
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
