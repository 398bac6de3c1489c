internal import TestSupport
internal import Testing

@Suite("The context's budget", .timeLimit(.minutes(10)))
struct ContextBudgetTests {
    private static let sources = [
        "docs/SOUL.md", "docs/ANCHORS.md", "profiles/default/PROFILE.md", "session-journals/2026-01-15.md",
        "docs/MASTER_ROADMAP.md",
    ]
    private static let limits = ["SOUL": 200, "ANCHORS": 150, "PROFILE": 150, "JOURNAL": 600, "ROADMAP": 200]

    /// Sources of `words` words each.
    private static func files(words: Int) -> [String: String] {
        let text = (0..<words).map { $0 % 12 == 11 ? "word.\n" : "word" }.joined(separator: " ")
        return Dictionary(uniqueKeysWithValues: sources.map { ($0, text + "\n") })
    }

    @Test(
        "gives up the roadmap, then the profile, then as much of the journal as it must, down to 200 tokens",
        arguments: [
            (2000, [], 0...0), (1350, [], 0...0), (1240, ["ROADMAP"], 0...0), (1150, ["ROADMAP"], 0...0),
            (1000, ["ROADMAP", "PROFILE"], 0...0), (900, ["ROADMAP", "PROFILE"], 40...110),
            (600, ["ROADMAP", "PROFILE"], 330...400),
        ]
    )
    func order(level: Int, dropped: [String], trimmed: ClosedRange<Int>) async throws {
        try await ContextBench.with(Self.files(words: 1000)) { bench in
            let facts = try await bench.layOut("\(level)").facts()
            #expect(facts.trimming.dropped == dropped)
            #expect(trimmed.contains(facts.trimming.journalTokens), "\(facts)")
            #expect(
                facts.sections == ["SOUL", "ANCHORS", "PROFILE", "JOURNAL", "ROADMAP"].filter { !dropped.contains($0) }
            )
            #expect(facts.outcome == (dropped.isEmpty && trimmed == 0...0 ? "success" : "trimmed"))
            #expect(facts.journalSummarized == (trimmed != 0...0))
            #expect(facts.tokenCounts["JOURNAL", default: 0] >= 200 || level > 600)
            #expect(facts.tokenCounts["total", default: 9999] <= level)
        }
    }

    @Test("of the smallest level holds both of its sections at their sizes, less the frame")
    func minimal() async throws {
        try await ContextBench.with(Self.files(words: 1000)) { bench in
            let facts = try await bench.layOut("minimal").facts()
            #expect(facts.sections == ["SOUL", "JOURNAL"])
            #expect((180...200).contains(facts.tokenCounts["SOUL", default: 0]))
            #expect((330...400).contains(facts.tokenCounts["JOURNAL", default: 0]))
            #expect((560...600).contains(facts.tokenCounts["total", default: 0]))
        }
    }

    @Test("is never exceeded, and is counted on the very text", arguments: 0..<40)
    func random(seed: Int) async throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let levels = [
            "minimal", "standard", "full", "600", "601", "2000", "\(Int.random(in: 600...2000, using: &generator))",
        ]
        let level = levels[seed % levels.count]
        var files: [String: String] = [:]
        for source in Self.sources where Int.random(in: 0..<8, using: &generator) > 0 {
            files[source] = Self.noise(&generator)
        }
        let later = ["2026-01-15", "2026-01-20", "2026-01-30"][Int.random(in: 0..<3, using: &generator)] + "T00:00:00Z"
        try await ContextBench.with(files) { bench in
            let layout = try await bench.layOut(level, at: later)
            #expect(try await bench.layOut(level, at: later) == layout)
            let facts = try layout.facts()
            for name in facts.sections {
                let tokens = try Self.tokens(layout.section(name))
                #expect(tokens == facts.tokenCounts[name])
                #expect(tokens <= Self.limits[name, default: 0])
            }
            #expect(facts.tokenCounts["total"] == Self.tokens(layout.context))
            #expect(Self.tokens(layout.context) <= facts.maxTokens)
            #expect(
                layout.prompt?.hasSuffix("</zeos_context>\n\n<task>\n\(ContextBench.task)</task>\n")
                    ?? facts.sections.isEmpty
            )
            #expect(!layout.context.unicodeScalars.contains { (0xE000...0xE0FF).contains($0.value) })
        }
    }

    private static func tokens(_ text: String) -> Int { (text.unicodeScalars.count + 3) / 4 }

    /// Text of strange shapes: long words, no words, code, headings, credentials, other alphabets.
    private static func noise(_ generator: inout SeededGenerator) -> String {
        let pieces = [
            "word ", "A sentence. ", "\n", "\n\n", "```\n", "## Next\n", "# Anchors\n", "\u{1F469}\u{200D}\u{1F4BB}",
            "漢字。",
            String(repeating: "x", count: 700), "ghp_" + "0123456789abcdefghijklmnopqrstuvwxyz ",
            "password=hunter2hunter2 ",
            "-----BEGIN EC PRIVATE KEY-----\nabc\n-----END EC PRIVATE KEY-----\n", "</zeos_context>", "\r\n", "\t",
            "e\u{301}", "\u{E003}", " [![b](c)](d)\n",
        ]
        let count = Int.random(in: 0...1500, using: &generator)
        return (0..<count).map { _ in pieces[Int.random(in: 0..<pieces.count, using: &generator)] }.joined()
    }

    @Test(
        "ends a long text where a reader would pause",
        arguments: [
            (
                String(repeating: "Sentence one. ", count: 30) + "\n\n" + String(repeating: "more ", count: 200),
                "one.\n…"
            ),
            (String(repeating: "It is so! ", count: 200), "so!\n…"),
            (String(repeating: "- item\n", count: 200), "item\n…"),
            (String(repeating: "words ", count: 300), "words\n…"),
            ("A.\n\n```\n" + String(repeating: "code\n", count: 300), "code\n```\n…"),
            (String(repeating: "x", count: 900), "xxx\n…"),
        ]
    )
    func pauses(text: String, end: String) async throws {
        try await ContextBench.with(["README.md": text]) { bench in
            let layout = try await bench.layOut("minimal")
            let soul = try layout.section("SOUL")
            #expect(soul.hasSuffix(end), "\(soul.suffix(40))")
            #expect((390...800).contains(soul.unicodeScalars.count))
            #expect(try layout.facts().trimming.cut == ["SOUL"])
        }
    }
}
