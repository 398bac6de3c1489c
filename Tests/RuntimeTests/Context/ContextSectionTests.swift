internal import Testing

@Suite("The context's sections", .timeLimit(.minutes(10)))
struct ContextSectionTests {
    static let everything = [
        "docs/SOUL.md": "# Soul\n\nA parser for dates.\n",
        "docs/ANCHORS.md": "- No dependencies.\n- Never guess.\n",
        "profiles/default/PROFILE.md": "Short answers.\n",
        "session-journals/2026-01-13-002.md": "# Old\n",
        "session-journals/2026-01-14-001.md": "# Session\n\nWrote the lexer.\n",
        "docs/MASTER_ROADMAP.md": "1. Time zones\n",
        "README.md": "# Dates\n",
    ]

    @Test("of a repository that has all of them are framed as agreed, the task verbatim behind them")
    func full() async throws {
        try await ContextBench.with(Self.everything) { bench in
            let layout = try await bench.layOut("full")
            #expect(
                layout.prompt == """
                    <zeos_context version="1.0" injection_id="INJ-20260115-143000-7mj1b0">
                    ## SOUL

                    # Soul

                    A parser for dates.

                    ## ANCHORS

                    - No dependencies.
                    - Never guess.

                    ## PROFILE

                    Short answers.

                    ## JOURNAL

                    # Session

                    Wrote the lexer.

                    ## ROADMAP

                    1. Time zones
                    </zeos_context>

                    <task>
                    \(ContextBench.task)</task>

                    """
            )
            #expect(layout.account == Self.account)
        }
    }

    private static let account = """
        {
          "injection_id": "INJ-20260115-143000-7mj1b0",
          "run_id": "01KF16WN5Z4BX9K0P58GV7MJ1B",
          "timestamp": "2026-01-15T14:30:00Z",
          "repo": "https://git.test/octo/hello",
          "executor": "probe",
          "level": "full",
          "max_tokens": 1800,
          "sections": [
            "SOUL",
            "ANCHORS",
            "PROFILE",
            "JOURNAL",
            "ROADMAP"
          ],
          "provenance": {
            "SOUL": "docs/SOUL.md",
            "ANCHORS": "docs/ANCHORS.md",
            "PROFILE": "profiles/default/PROFILE.md",
            "JOURNAL": "session-journals/2026-01-14-001.md",
            "ROADMAP": "docs/MASTER_ROADMAP.md"
          },
          "token_counts": {
            "SOUL": 7,
            "ANCHORS": 9,
            "PROFILE": 4,
            "JOURNAL": 7,
            "ROADMAP": 4,
            "total": 67
          },
          "journal_age_days": 1,
          "journal_summarized": false,
          "trimming": {
            "sections_dropped": [],
            "sections_cut": [],
            "journal_trimmed_tokens": 0
          },
          "security": {
            "redactions_applied": 0,
            "patterns_matched": []
          },
          "outcome": "success",
          "skipped": {}
        }

        """

    @Test(
        "are those of the level",
        arguments: [
            ("minimal", 600, ["SOUL", "JOURNAL"]), ("standard", 1200, ["SOUL", "ANCHORS", "PROFILE", "JOURNAL"]),
            ("full", 1800, ["SOUL", "ANCHORS", "PROFILE", "JOURNAL", "ROADMAP"]),
            ("600", 600, ["SOUL", "ANCHORS", "PROFILE", "JOURNAL", "ROADMAP"]),
        ]
    )
    func levels(level: String, tokens: Int, sections: [String]) async throws {
        try await ContextBench.with(Self.everything) { bench in
            let facts = try await bench.layOut(level).facts()
            #expect(facts.level == level)
            #expect(facts.maxTokens == tokens)
            #expect(facts.sections == sections)
        }
    }

    @Test(
        "of another level do not exist, nor ids that could end the frame",
        arguments: [
            ("none", "a"), ("599", "a"), ("2001", "a"), ("6OO", "a"), ("", "a"), ("-600", "a"), ("full", "a\">"),
        ]
    )
    func noLevel(level: String, injection: String) async throws {
        try await ContextBench.with(Self.everything) { bench in
            let answer = try await bench.run(level: level, injection: injection)
            #expect(answer.code == 1)
            #expect(!answer.errors.contains("Traceback"))
            #expect(answer.layout.prompt == nil)
        }
    }

    @Test(
        "take the first source that is there and says something",
        arguments: [
            (["docs/REPO_SOUL.md", "docs/SOUL.md", "README.md"], "docs/REPO_SOUL.md"),
            (["docs/SOUL.md", "REPO_SOUL.md"], "docs/SOUL.md"), (["REPO_SOUL.md", "README.md"], "REPO_SOUL.md"),
            (["README.md"], "README.md"), (["readme.md"], "readme.md"), (["README"], "README"),
        ]
    )
    func souls(files: [String], chosen: String) async throws {
        let contents = Dictionary(uniqueKeysWithValues: files.map { ($0, "I am \($0).\n") })
        try await ContextBench.with(contents.merging(["docs/REPO_SOUL.md": " \n\n"]) { text, _ in text }) { bench in
            let layout = try await bench.layOut("minimal")
            #expect(try layout.facts().provenance == ["SOUL": chosen])
            #expect(try layout.section("SOUL") == "I am \(chosen).")
        }
    }

    @Test("stand for nothing where the repository has none of the files: the task is what the user wrote")
    func nothing() async throws {
        try await ContextBench.with(["src/main.c": "int main;\n", "session-journals/x.txt": "no"]) { bench in
            let layout = try await bench.layOut("full")
            #expect(layout.prompt == nil)
            let facts = try layout.facts()
            #expect(facts.sections == [])
            #expect(facts.tokenCounts == ["total": 0])
            #expect(facts.outcome == "success")
        }
    }

    @Test("take anchors from a chapter of the soul, which has it no more, and thirty lines at most")
    func anchors() async throws {
        let lines = (1...40).map { "- \($0)" }.joined(separator: "\n")
        let soul = "# Soul\n\nA tool.\n\n## The anchors\n\n\(lines)\n\n### Of anchors\n\nx\n\n## More\n\nEnd.\n"
        try await ContextBench.with(["docs/SOUL.md": soul]) { bench in
            let layout = try await bench.layOut("standard")
            #expect(try layout.section("SOUL") == "# Soul\n\nA tool.\n\n## More\n\nEnd.")
            #expect(try layout.section("ANCHORS").split(separator: "\n").count == 30)
            #expect(try layout.facts().provenance["ANCHORS"] == "docs/SOUL.md")
            #expect(try await bench.layOut("minimal").section("SOUL").contains("- 1\n"))
            try bench.write("docs/ANCHORS.md", lines)
            let own = try await bench.layOut("standard")
            #expect(try own.facts().provenance["ANCHORS"] == "docs/ANCHORS.md")
            #expect(try own.section("ANCHORS").split(separator: "\n").count == 30)
        }
    }

    @Test("have a profile only where it is clear whose")
    func profile() async throws {
        try await ContextBench.with(["profiles/ann/PROFILE.md": "Ann.\n", "profiles/x/note": ""]) { bench in
            #expect(try await bench.layOut("standard").section("PROFILE") == "Ann.")
            try bench.write("profiles/ben/PROFILE.md", "Ben.\n")
            #expect(try await bench.layOut("standard").facts().sections == [])
            try bench.write("profiles/default/PROFILE.md", "All.\n")
            #expect(try await bench.layOut("standard").section("PROFILE") == "All.")
        }
    }

    @Test("leave out badges, but no pictures among words")
    func badges() async throws {
        let readme = "# T\n[![CI](https://a/b)](https://c)  ![x](y)\n\nSee ![this](z).\n"
        try await ContextBench.with(["README.md": readme]) { bench in
            let layout = try await bench.layOut("minimal")
            #expect(try layout.section("SOUL") == "# T\n\nSee ![this](z).")
        }
    }
}
