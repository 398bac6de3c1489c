/// A provider's wire format.
protocol Dialect: Sendable {
    /// How this provider's tool call ids begin.
    var callIDPrefix: String { get }

    func conversation(from body: JSON, endpoint: Endpoint) -> Conversation
    /// The body of a response that is not streamed.
    func message(_ reply: Reply) -> JSON
    func events(_ reply: Reply, in conversation: Conversation) -> [ServerSentEvent]
    func failure(_ failure: Failure) -> JSON
    func headers(retryAfter seconds: Int) -> [(String, String)]
}

extension Dialect {
    func headers(retryAfter seconds: Int) -> [(String, String)] {
        [("retry-after", String(seconds))]
    }
}

/// A request that fails, and what the client is told.
struct Failure: Sendable, Equatable {
    var status: Int
    var message: String
    var retryAfter: Int?

    init(status: Int, message: String? = nil, retryAfter: Int? = nil) {
        self.status = status
        self.message = message ?? Self.standardMessage(status)
        self.retryAfter = retryAfter
    }

    private static func standardMessage(_ status: Int) -> String {
        switch status {
        case 400: "The request body is not valid JSON."
        case 401: "Invalid API key."
        case 403: "Your API key does not have permission to use this resource."
        case 404: "Not found."
        case 429: "Rate limit exceeded. Please try again later."
        case 503, 529: "Overloaded. Please try again later."
        default: "The server had an error while processing your request."
        }
    }
}
