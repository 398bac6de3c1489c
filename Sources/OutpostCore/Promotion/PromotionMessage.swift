/// The words that stand on what is carried back.
struct PromotionMessage {
    /// The first line.
    let subject: String
    /// The message as it was given, or the subject alone.
    private let body: String
    private let dispatch: Dispatch

    private static let longestSubject = 72

    init(_ request: PromotionRequest, _ dispatch: Dispatch) {
        self.dispatch = dispatch
        let given = Self.trimmed(request.message ?? "")
        body = given.isEmpty ? Self.subject(of: dispatch.request) : given
        subject = body.split(whereSeparator: \.isNewline).first.map { String($0.prefix(Self.longestSubject)) } ?? body
    }

    /// The commit's message, with trailers that say where it came from.
    var text: String {
        "\(body)\n\nOutpost-Dispatch: \(dispatch.id)\nOutpost-Agent: \(dispatch.request.agent)\n"
    }

    /// What a pull request says where nobody wrote anything.
    var pullRequestBody: String {
        "Made by the agent \(dispatch.request.agent) in the Outpost dispatch \(dispatch.id)."
    }

    private static func subject(of request: DispatchRequest) -> String {
        let line = request.task.split(whereSeparator: \.isNewline).map { trimmed(String($0)) }.first { !$0.isEmpty }
        let words = "\(request.agent): \(line ?? "changes")"
        return words.count <= longestSubject ? words : words.prefix(longestSubject - 1) + "…"
    }

    private static func trimmed(_ text: String) -> String {
        var text = text[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
