internal import OutpostCore
internal import Testing

@testable internal import outpost

@Suite("Tables and summaries")
struct TableTests {
    private let console = Console(environment: ["NO_COLOR": "1", "COLUMNS": "60"])

    @Test("a table has columns as wide as their longest cell")
    func columns() {
        var table = Table(["A", "LONGER"])
        table.add(["first", "x"])
        table.add(["", "last cell"])
        #expect(table.lines(columns: 80) == ["A      LONGER", "first  x", "       last cell"])
    }

    @Test("a table is cut to the terminal, but not to nothing", arguments: [(50, 50), (10, 40), (.max, 205)])
    func cut(columns: Int, width: Int) {
        var table = Table(["A", "B"])
        table.add(["cell", String(repeating: "x", count: 199)])
        #expect(table.lines(columns: columns).map(\.count).max() == width)
    }

    @Test("a table counts columns, of which some letters take two and marks none")
    func wideLetters() {
        var table = Table(["A", "B"])
        table.add(["漢字", "x"])
        table.add(["e\u{301}", "x"])
        table.add(["👩‍👩‍👧", "x"])
        #expect(table.lines(columns: 80) == ["A     B", "漢字  x", "e\u{301}     x", "👩‍👩‍👧    x"])
        #expect(TextWidth.cut("a漢字", to: 4) == "a漢")
        #expect(TextWidth.cut("a漢字", to: 5) == "a漢字")
        #expect(TextWidth.cut("", to: 0) == "")
    }

    @Test("a summary is as narrow as its terminal")
    func narrow() {
        let console = Console(environment: ["NO_COLOR": "1", "COLUMNS": "40"])
        let lines = DiffSummary(numstat: "900\t500\ta/folder/with/a/long/path.txt\n1\t0\tb\n").lines(console)
        #expect(lines.map(\.count).max() == 40)
        #expect(lines[0] == "  …ith/a/long/path.txt | 1400 ++++++----")
    }

    @Test("a summary of a difference reads what git counts, binary files and tabs in names included")
    func numstat() {
        let summary = DiffSummary(numstat: "3\t1\ta.txt\n-\t-\timage.png\n0\t0\t\"odd\\tname\"\n1\t0\tb\tc\nnonsense\n")
        #expect(
            summary.files == [
                .init(path: "a.txt", added: 3, removed: 1), .init(path: "image.png", added: nil, removed: nil),
                .init(path: "\"odd\\tname\"", added: 0, removed: 0), .init(path: "b\tc", added: 1, removed: 0),
            ]
        )
    }

    @Test("a summary is drawn like git's, within the terminal")
    func lines() {
        let lines = DiffSummary(numstat: "3\t1\ta.txt\n-\t-\timage.png\n200\t100\tlong/path/to/b.txt\n").lines(console)
        #expect(
            lines == [
                "  a.txt              |    4 +-", "  image.png          | binary",
                "  long/path/to/b.txt |  300 ++++++++++++++-------", "  3 files changed, +203, -101",
            ]
        )
        #expect(DiffSummary(numstat: "1\t0\ta\n").lines(console).last == "  1 file changed, +1, -0")
    }

    @Test("a summary cuts long paths in front, and cleans names that would steer the terminal")
    func longPath() {
        let long = String(repeating: "d/", count: 60) + "end.txt"
        let lines = DiffSummary(numstat: "1\t0\t\(long)\n1\t0\tevil\u{1B}[2J\n").lines(console)
        #expect(lines[0].hasPrefix("  …"))
        #expect(lines[0].contains("end.txt |"))
        #expect(lines[0].count < 60)
        #expect(!lines[1].contains("\u{1B}"))
    }

    @Test("a patch is shown in git's colours, and what it holds cannot steer the terminal")
    func patch() {
        let view = PatchView(path: "", console: console)
        #expect(view.paint("+added\u{1B}[2J") == "+added")
        #expect(PatchView.pager([:]) == "less -FRX")
        #expect(PatchView.pager(["PAGER": "more -s"]) == "more -s")
        #expect(PatchView.pager(["PAGER": "cat"]) == nil)
        #expect(PatchView.pager(["PAGER": ""]) == nil)
    }

    @Test(
        "the terminal's width is the second of two numbers",
        arguments: [("24 80\n", 80), ("24", nil), ("0 0", nil), ("", nil), ("a b", nil)]
    )
    func size(text: String, columns: Int?) {
        #expect(TerminalSize.parse(text) == columns)
    }

    @Test(
        "an age is told in its largest unit",
        arguments: [(-5.0, "0s"), (59, "59s"), (60, "1m"), (7200, "2h"), (172_800, "2d")]
    )
    func age(seconds: Double, text: String) {
        #expect(DispatchRow.age(seconds) == text)
    }

    @Test(
        "words are as far apart as the letters that have to change",
        arguments: [
            ("", "", 0), ("a", "", 1), ("", "abc", 3), ("claude", "claude", 0), ("cluade", "claude", 2),
            ("codx", "codex", 1),
            ("kitten", "sitting", 3), ("flaw", "lawn", 2), ("ä", "a", 1),
        ]
    )
    func distance(left: String, right: String, expected: Int) {
        #expect(EditDistance.between(left, right) == expected)
        #expect(EditDistance.between(right, left) == expected)
    }
}
