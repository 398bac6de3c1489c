internal import Foundation

extension AgentOutcome {
    /// Reads what a reader in a container wrote; nil where that is no outcome.
    ///
    /// Words are cut to their limits and numbers that cannot be are dropped: the container wrote them.
    package init?(reported text: String) {
        guard text.utf8.count <= Self.maximumBytes,
            var outcome = try? JSONDecoder().decode(Self.self, from: Data(text.utf8))
        else { return nil }
        outcome.message = outcome.message.map { String($0.prefix(2000)) }
        if let words = outcome.error?.message { outcome.error?.message = String(words.prefix(2000)) }
        outcome.costUSD = outcome.costUSD.flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }
        if let usage = outcome.usage,
            usage.inputTokens < 0 || usage.outputTokens < 0 || (usage.cachedInputTokens ?? 0) < 0
        {
            outcome.usage = nil
        }
        if let reset = outcome.error?.resetAt, (try? Date(reset, strategy: .iso8601)) == nil {
            outcome.error?.resetAt = nil
        }
        self = outcome
    }

    /// Bytes that a reader may write.
    package static let maximumBytes = ArtifactJudge.maximumOutcome
}
