/// What a request path asks for.
enum Endpoint: Sendable, Equatable {
    case messages
    case countMessageTokens
    case responses
    case chat
    case generate(model: String, isStreaming: Bool)
    case countContentTokens
    case models
    case geminiModels
    /// A sign of life that claude asks of its base URL.
    case hello

    init?(method: String, path: String) {
        let path = path.prefix { $0 != "?" }
        let parts = path.split(separator: "/").map(String.init)
        // Base URLs are given with and without their version.
        let route = parts.first?.first == "v" ? Array(parts.dropFirst()) : parts
        switch (method, route) {
        case ("POST", ["messages"]): self = .messages
        case ("POST", ["messages", "count_tokens"]): self = .countMessageTokens
        case ("POST", ["responses"]): self = .responses
        case ("POST", ["chat", "completions"]): self = .chat
        case ("GET", ["models"]): self = parts.first == "v1beta" ? .geminiModels : .models
        case ("GET", ["api", "hello"]), ("HEAD", ["api", "hello"]): self = .hello
        case ("POST", let route) where route.count == 2 && route[0] == "models":
            self.init(geminiCall: route[1])
        default: return nil
        }
    }

    private init?(geminiCall: String) {
        let words = geminiCall.split(separator: ":", maxSplits: 1).map(String.init)
        guard words.count == 2 else { return nil }
        switch words[1] {
        case "generateContent": self = .generate(model: words[0], isStreaming: false)
        case "streamGenerateContent": self = .generate(model: words[0], isStreaming: true)
        case "countTokens": self = .countContentTokens
        default: return nil
        }
    }

    /// Whether the request is one that the model answers, and that faults count.
    var isGeneration: Bool {
        switch self {
        case .messages, .responses, .chat, .generate: true
        case .countMessageTokens, .countContentTokens, .models, .geminiModels, .hello: false
        }
    }

    var dialect: any Dialect {
        switch self {
        case .messages, .countMessageTokens, .hello: AnthropicMessages()
        case .responses: OpenAIResponses()
        case .chat, .models: ChatCompletions()
        case .generate, .countContentTokens, .geminiModels: GeminiContent()
        }
    }
}
