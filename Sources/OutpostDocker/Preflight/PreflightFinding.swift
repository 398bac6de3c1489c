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
        case error
    }

    /// What a finding is about, in the order in which people are told.
    package enum Group: String, Sendable, Hashable, CaseIterable {
        case engine, host, network, data, images, credentials
    }

    /// What it is about.
    package let group: Group
    /// What was looked at, such as `runc`.
    package let check: String
    /// How much it matters.
    package let level: Level
    /// What is so, and what comes of it.
    package let text: String
    /// What to do about it, a command where one does it; nil where there is nothing to do.
    package let advice: String?
    /// Where it is written down, such as CVE numbers.
    package let sources: [String]

    package init(
        _ check: String,
        in group: Group = .engine,
        _ level: Level,
        _ text: String,
        advice: String? = nil,
        sources: [String] = []
    ) {
        self.group = group
        self.check = check
        self.level = level
        self.text = text
        self.advice = advice
        self.sources = sources
    }

    /// Names the check for programs, such as `engine.live-restore`; several findings of one check share it.
    package var id: String { group.rawValue + "." + check.lowercased().replacing(" ", with: "-") }

    /// Whether a strict server refuses to start with it.
    package var isBelowBar: Bool { level == .warning || level == .error }
}
