internal import Foundation
internal import OutpostCore

/// A model that declines the task, as the four dialects mark it in an answer that is otherwise a success.
///
/// Agents pass over it, or end as if they had nothing to do.
enum ModelRefusal {
    /// The words of which one is in every such document: most others need not be decoded.
    private static let marks = [
        "refusal", "content_filter", "SAFETY", "PROHIBITED_CONTENT", "BLOCKLIST", "blockReason",
    ]
    .map { Array($0.utf8) }

    /// The refusal that a document, or one event of a stream, tells of.
    static func failure(in bytes: [UInt8]) -> ProviderFailure? {
        guard marks.contains(where: { bytes.firstRange(of: $0) != nil }),
            let answer = try? JSONDecoder().decode(Answer.self, from: Data(bytes)), answer.isRefusal
        else { return nil }
        return ProviderFailure(message: "the model refused to answer", code: ModelExchange.refusalCode)
    }

    private struct Answer: Decodable {
        /// Anthropic: in the message, or in its `message_delta`.
        var stopReason: String?
        var delta: Stop?
        /// Chat Completions.
        var choices: [Choice]?
        /// Gemini.
        var candidates: [Candidate]?
        var promptFeedback: Feedback?
        /// Responses: an event by its type, or the response itself.
        var type: String?
        var output: [Item]?
        var response: Response?

        struct Stop: Decodable {
            var stopReason: String?
            enum CodingKeys: String, CodingKey { case stopReason = "stop_reason" }
        }

        struct Choice: Decodable {
            var finishReason: String?
            enum CodingKeys: String, CodingKey { case finishReason = "finish_reason" }
        }

        struct Candidate: Decodable {
            var finishReason: String?
        }

        struct Feedback: Decodable {
            var blockReason: String?
        }

        struct Response: Decodable {
            var incompleteDetails: Details?
            enum CodingKeys: String, CodingKey { case incompleteDetails = "incomplete_details" }
            struct Details: Decodable { var reason: String? }
        }

        struct Item: Decodable {
            var content: [Part]?
            struct Part: Decodable { var type: String? }
        }

        enum CodingKeys: String, CodingKey {
            case stopReason = "stop_reason"
            case delta, choices, candidates, promptFeedback, type, output, response
        }

        /// What has another shape in another dialect is passed over.
        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            stopReason = try? container.decodeIfPresent(String.self, forKey: .stopReason)
            delta = try? container.decodeIfPresent(Stop.self, forKey: .delta)
            choices = try? container.decodeIfPresent([Choice].self, forKey: .choices)
            candidates = try? container.decodeIfPresent([Candidate].self, forKey: .candidates)
            promptFeedback = try? container.decodeIfPresent(Feedback.self, forKey: .promptFeedback)
            type = try? container.decodeIfPresent(String.self, forKey: .type)
            response = try? container.decodeIfPresent(Response.self, forKey: .response)
            output = try? container.decodeIfPresent([Item].self, forKey: .output)
        }

        var isRefusal: Bool {
            let blocks: Set = ["SAFETY", "PROHIBITED_CONTENT", "BLOCKLIST"]
            return stopReason == "refusal" || delta?.stopReason == "refusal"
                || choices?.contains { $0.finishReason == "content_filter" } == true
                || candidates?.contains { blocks.contains($0.finishReason ?? "") } == true
                || promptFeedback?.blockReason != nil
                || type == "response.refusal.done" || response?.incompleteDetails?.reason == "content_filter"
                || output?.contains { $0.content?.contains { $0.type == "refusal" } == true } == true
        }
    }
}
