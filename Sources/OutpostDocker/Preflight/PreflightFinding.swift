/// What a look at the engine or the host found out.
package struct PreflightFinding: Sendable, Hashable {
    /// How much a finding matters.
    package enum Level: String, Sendable, Hashable, CaseIterable {
        /// As it should be.
        case ok
        /// Could be better; nothing that is promised depends on it.
        case note
        /// A known weakness; below the bar of `strict`.
        case warning
        /// What is promised does not hold, or nothing can run; below the bar of `strict`.
        case problem
    }

    /// What was looked at, such as `runc`.
    package let check: String
    /// How much it matters.
    package let level: Level
    /// What is so.
    package let text: String
    /// What to do about it; nil where there is nothing to do.
    package let advice: String?
    /// Where it is written down, such as CVE numbers.
    package let sources: [String]

    package init(_ check: String, _ level: Level, _ text: String, advice: String? = nil, sources: [String] = []) {
        self.check = check
        self.level = level
        self.text = text
        self.advice = advice
        self.sources = sources
    }

    /// Whether a strict server refuses to start with it.
    package var isBelowBar: Bool { level == .warning || level == .problem }
}
