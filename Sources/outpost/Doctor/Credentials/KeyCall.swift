internal import CurlHTTP
internal import OutpostCore

/// Asks a provider for its models, which costs nothing, to learn whether it takes a key.
struct KeyCall: Sendable {
    let curl: CurlClient
    let model: AgentModel
    /// The provider's address, or the one that stands in for it.
    let upstream: String

    private static let patience = Duration.seconds(10)

    /// What a provider said.
    enum Answer: Sendable, Equatable {
        case accepted
        case refused(status: Int)
        /// It answers, and not as a provider does that knows the key or does not.
        case unclear(status: Int)
        case unreachable(String)
    }

    /// - Parameter key: goes into the header alone, and into nothing that is said.
    /// - Returns: what the provider makes of it.
    func ask(with key: String) async -> Answer {
        var headers: CurlHeaders = ["accept": "application/json"]
        let isBearer = model.authHeader == "authorization"
        headers.add(model.authHeader, isBearer ? "Bearer \(key)" : key)
        if model.dialect == .anthropic { headers.add("anthropic-version", "2023-06-01") }
        let request = CurlRequest(
            method: "GET",
            url: upstream + path,
            headers: headers,
            deadline: Self.patience,
            connection: .fresh
        )
        do throws(CurlError) {
            let answer = try await curl.collect(request, limit: 4 << 20)
            return Self.read(answer.status, body: answer.body)
        } catch {
            guard case .bodyTooLarge = error else { return .unreachable(error.description) }
            return .accepted
        }
    }

    /// The list of models, the shortest that there is.
    private var path: String {
        switch model.dialect {
        case .anthropic: "/v1/models?limit=1"
        case .gemini: "/v1beta/models?pageSize=1"
        case .responses, .chat: "/v1/models"
        }
    }

    /// Gemini calls a wrong key a bad request.
    private static func read(_ status: Int, body: [UInt8]) -> Answer {
        switch status {
        case 200..<300, 429: .accepted
        case 401, 403: .refused(status: status)
        case 400 where String(decoding: body, as: UTF8.self).contains("API_KEY_INVALID"): .refused(status: status)
        default: .unclear(status: status)
        }
    }
}
