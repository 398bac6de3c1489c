internal import Foundation
internal import Testing

@Suite("The context's journal", .timeLimit(.minutes(10)))
struct ContextJournalTests {
    private static let journal = """
        # Session 7

        Goal: dates.

        ## Notes

        \((1...60).map { "Note \($0) of this session." }.joined(separator: "\n"))

        ## Accomplishments

        - the lexer

        ### Details

        in C

        ## Trouble

        Much.

        ## Next action

        The parser.
        """

    @Test("is the newest by the date in its name, the last of a day, whatever else the folder has")
    func newest() async throws {
        let files = [
            "session-journals/2025-12-31-009-zz.md": "a", "session-journals/JRN_20260110.md": "b",
            "session-journals/2026-01-10-002.md": "c", "session-journals/2026-13-40.md": "d",
            "session-journals/zz.md": "e", "session-journals/2026-01-14.txt": "f",
            "session-journals/2026-01-13.md/inner.md": "g", "session-journals/2026-01-12.md": " \n",
        ]
        try await ContextBench.with(files) { bench in
            let facts = try await bench.layOut("minimal").facts()
            #expect(facts.provenance == ["JOURNAL": "session-journals/JRN_20260110.md"])
            #expect(facts.journalAgeDays == 5)
            #expect(facts.skipped == ["session-journals/2026-01-13.md": "not a regular file"])
        }
    }

    @Test("is whole for three days, then its header, accomplishments and next action", arguments: [-2, 0, 3, 4, 7])
    func ages(days: Int) async throws {
        try await ContextBench.with(["session-journals/2026-01-08-x.md": Self.journal]) { bench in
            let day = String(8 + days)
            let date = day.count == 1 ? "0" + day : day
            let layout = try await bench.layOut("full", at: "2026-01-\(date)T23:59:59Z")
            let facts = try layout.facts()
            #expect(facts.journalAgeDays == max(0, days))
            #expect(facts.journalSummarized == (days > 3))
            let digest = """
                # Session 7

                Goal: dates.

                ## Accomplishments

                - the lexer

                ### Details

                in C

                ## Next action

                The parser.
                """
            #expect(try layout.section("JOURNAL") == (days > 3 ? digest : Self.journal))
        }
    }

    @Test("older than a week is its beginning and its end, and says so")
    func old() async throws {
        try await ContextBench.with(["session-journals/2026-01-07.md": Self.journal]) { bench in
            let layout = try await bench.layOut("minimal")
            let text = try layout.section("JOURNAL")
            let parts = text.components(separatedBy: "\n\n[summarized: the journal is 8 days old]\n\n")
            #expect(parts.count == 2)
            #expect(parts[0].hasPrefix("# Session 7\n\nGoal: dates."))
            #expect(parts[0].hasSuffix("of this session.\n…"))
            #expect((400...600).contains(parts[0].count))
            #expect(parts[1].hasPrefix("…\nNote "))
            #expect(parts[1].hasSuffix("## Next action\n\nThe parser."))
            #expect((200...400).contains(parts[1].count))
            #expect(try layout.facts().journalSummarized)
        }
    }

    @Test("that is short stays whole whatever its age, and one without such chapters is taken for an old one")
    func others() async throws {
        let long = String(repeating: "Words and words. ", count: 100)
        try await ContextBench.with(["session-journals/2020-01-01.md": "Short.\n"]) { bench in
            #expect(try await bench.layOut("minimal").section("JOURNAL") == "Short.")
            let short = try await bench.layOut("minimal").facts()
            #expect(!short.journalSummarized)
            try bench.write("session-journals/2026-01-10.md", long)
            #expect(try await bench.layOut("minimal").section("JOURNAL").contains("[summarized: the journal is 5 days"))
        }
    }

    @Test("without a date in its name has that of its last commit, and without a commit it is old")
    func committed() async throws {
        let long = String(repeating: "Words and words. ", count: 100)
        try await ContextBench.with(["session-journals/notes.md": long]) { bench in
            let unknown = try await bench.layOut("minimal")
            #expect(try unknown.facts().journalAgeDays == nil)
            #expect(try unknown.section("JOURNAL").contains("[summarized: the journal is of unknown age]"))
            try await bench.commit(at: "2026-01-13T23:00:00Z")
            let known = try await bench.layOut("minimal")
            #expect(try known.facts().journalAgeDays == 2)
            let text = try known.section("JOURNAL")
            #expect(!text.contains("[summarized"))
        }
    }
}
