internal import Testing

@testable internal import outpost

@Suite("What is sent to a terminal")
struct TerminalTests {
    @Test(
        "keeps colours where they are taken, and no other control sequence",
        arguments: [
            ("plain ü 👩‍👩‍👧\ttab", "plain ü 👩‍👩‍👧\ttab"), ("\u{1B}[31mred\u{1B}[0m", "\u{1B}[31mred\u{1B}[0m"),
            ("\u{1B}[1;38;5;200mx\u{1B}[m", "\u{1B}[1;38;5;200mx\u{1B}[m"),
            ("\u{1B}[38:2::1:2:3mx", "\u{1B}[38:2::1:2:3mx"),
            ("a\u{1B}[2Jb", "ab"), ("a\u{1B}[1;1Hb", "ab"), ("a\u{1B}[?1049hb", "ab"), ("a\u{1B}[6nb", "ab"),
            ("a\u{1B}[>4;2mb", "ab"), ("a\u{1B}[?1mb", "ab"), ("a\u{1B}[ 1mb", "ab"), ("a\u{1B}cb", "ab"),
            ("a\u{1B}7b", "ab"),
            ("a\rb\u{8}c\u{7}d\u{0}e\u{7F}f\u{B}g", "abcdefg"), ("a\u{9B}31mb", "a31mb"), ("a\u{90}b\u{9C}", "ab"),
            ("a\u{1B}[\u{9D}0;title\u{7}1mb", "aitle1mb"), ("a\u{1B}[\u{1B}[2Jb", "a2Jb"), ("a\u{1B}[3", "a"),
            ("a\u{1B}", "a"),
            ("a\u{1B}]0;title\u{7}b", "a0;titleb"), ("", ""),
            ("a\u{202E}b\u{61C}\u{2066}c", "a<U+202E>b<U+061C><U+2066>c"), ("\u{200E}\u{200F}", "<U+200E><U+200F>"),
        ]
    )
    func colours(line: String, expected: String) {
        let safe = Terminal.safe(line, colours: true)
        #expect(safe == expected)
        #expect(!Terminal.safe(line, colours: false).unicodeScalars.contains { $0.value < 32 && $0.value != 9 })
    }

    @Test("has no control character left, whatever came, when it takes no colours")
    func plain() {
        let line = String(String.UnicodeScalarView((0..<0x180).compactMap { UnicodeScalar($0) }))
        let safe = Terminal.safe(line + line, colours: false).unicodeScalars
        #expect(safe.allSatisfy { $0.value >= 32 || $0.value == 9 })
        #expect(!safe.contains { (0x7F..<0xA0).contains($0.value) })
        #expect(Terminal.safe("\u{1B}[31mred\u{1B}[0m", colours: false) == "red")
    }
}
