internal import Foundation
internal import NIOHTTP1

extension Exchange {
    /// Answers with a whole body at once.
    func reply(_ status: Int, type: String, _ body: [UInt8], headers: HTTPHeaders = [:]) async throws {
        var headers = headers
        headers.replaceOrAdd(name: "content-type", value: type)
        headers.replaceOrAdd(name: "content-length", value: "\(body.count)")
        try await begin(status, headers)
        try await send(body)
        try await end()
    }

    /// Answers 204.
    func replyEmpty() async throws {
        try await begin(204)
        try await end()
    }

    /// Answers with an error, unless an answer was begun already.
    func refuse(_ refusal: Refusal) async throws {
        guard isUnanswered else { return }
        try await reply(refusal.status, type: refusal.contentType, refusal.body, headers: refusal.headers)
    }
}

/// A request that is not served, and how that is said.
struct Refusal: Error {
    var status: Int
    var code: String
    var message: String
    var headers: HTTPHeaders = [:]
    /// A ready body in place of the usual JSON.
    var custom: (type: String, body: [UInt8])?

    init(_ status: Int, _ code: String, _ message: String, headers: HTTPHeaders = [:]) {
        self.status = status
        self.code = code
        self.message = message
        self.headers = headers
    }

    /// An error that git shows to its user: it prints plain text and nothing else.
    static func git(_ status: Int, _ message: String) -> Refusal {
        var refusal = Refusal(status, "GIT", message)
        refusal.custom = ("text/plain", Array("\(message)\n".utf8))
        return refusal
    }

    static let notFound = Refusal(404, "NOT_FOUND", "the door has no such route")

    var contentType: String { custom?.type ?? "application/json" }

    var body: [UInt8] { custom?.body ?? JSONText.encode(["error": ["code": code, "message": message]]) }
}

/// Encodes small JSON documents.
enum JSONText {
    static func encode(_ value: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(value)).map(Array.init) ?? Array("{}".utf8)
    }
}
