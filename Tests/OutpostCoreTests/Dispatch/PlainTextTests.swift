internal import OutpostCore
internal import Testing

@Suite("Plain text")
struct PlainTextTests {
    @Test(
        "Terminal control is taken out, and every word and line stays",
        arguments: [
            ("plain, ünd\tmore\n", "plain, ünd\tmore\n"), ("\u{1B}[1;31mred\u{1B}[0m", "red"),
            ("\u{1B}[38;2;1;2;3mtrue\u{1B}[m colour", "true colour"), ("a\u{1B}[2Kb\u{1B}[1Ac", "abc"),
            ("10%\r20%\r\ndone\r", "10%\n20%\ndone\n"), ("\u{1B}]0;title\u{7}x", "x"),
            ("\u{1B}]8;;https://a.test\u{1B}\\link\u{1B}]8;;\u{1B}\\", "link"), ("\u{1B}(Bx\u{1B}7y\u{1B}=z", "xyz"),
            ("\u{9B}31mx", "x"), ("bell\u{7} nul\u{0} del\u{7F}", "bell nul del"), ("cut\u{1B}", "cut"),
            ("cut\u{1B}[31", "cut"), ("\u{1B}]no end\nnext", "\nnext"), ("[31m is text", "[31m is text"),
        ]
    )
    func control(text: String, plain: String) {
        #expect(PlainText.of(text) == plain)
    }
}
