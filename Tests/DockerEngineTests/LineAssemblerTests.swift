internal import DockerEngine
internal import Testing

@Suite("Assembling lines")
struct LineAssemblerTests {
    private func lines(
        _ frames: [(OutputStream, String)],
        longestLine: Int = 64 << 10,
        hasTimestamps: Bool = false
    ) -> [OutputLine] {
        var assembler = LineAssembler(longestLine: longestLine, hasTimestamps: hasTimestamps)
        var lines: [OutputLine] = []
        for (stream, text) in frames { lines += assembler.append(OutputFrame(stream: stream, bytes: Array(text.utf8))) }
        return lines + assembler.finish()
    }

    private func line(_ stream: OutputStream, _ text: String, terminated: Bool = true) -> OutputLine {
        OutputLine(stream: stream, bytes: Array(text.utf8), isTerminated: terminated)
    }

    @Test("Lines come out the same wherever the frames are cut")
    func everySplit() {
        let text = "one\n\ntwo é\nthree"
        let bytes = Array(text.utf8)
        let expected = [
            line(.stdout, "one"), line(.stdout, ""), line(.stdout, "two é"), line(.stdout, "three", terminated: false),
        ]
        for cut in 0...bytes.count {
            var assembler = LineAssembler()
            var result = assembler.append(OutputFrame(stream: .stdout, bytes: Array(bytes[..<cut])))
            result += assembler.append(OutputFrame(stream: .stdout, bytes: Array(bytes[cut...])))
            #expect(result + assembler.finish() == expected)
        }
    }

    @Test("The two streams do not mix")
    func streamsApart() {
        let result = lines([(.stdout, "a"), (.stderr, "x\ny"), (.stdout, "b\n"), (.stderr, "z\n")])
        #expect(result == [line(.stderr, "x"), line(.stdout, "ab"), line(.stderr, "yz")])
    }

    @Test("Output without a last newline is flushed once, and marked")
    func unterminated() {
        let result = lines([(.stderr, "e"), (.stdout, "o")])
        #expect(result == [line(.stdout, "o", terminated: false), line(.stderr, "e", terminated: false)])
        var assembler = LineAssembler()
        _ = assembler.append(OutputFrame(stream: .stdout, bytes: [65]))
        _ = assembler.finish()
        #expect(assembler.finish().isEmpty)
    }

    @Test("A long line is cut at the bound, however it arrives", arguments: [1, 3, 10, 25])
    func longLines(size: Int) {
        let text = Array("0123456789012345678901234\n")
        let frames = stride(from: 0, to: text.count, by: size).map { start in
            (OutputStream.stdout, String(text[start..<min(start + size, text.count)]))
        }
        let result = lines(frames, longestLine: 10)
        #expect(
            result == [
                line(.stdout, "0123456789", terminated: false), line(.stdout, "0123456789", terminated: false),
                line(.stdout, "01234"),
            ]
        )
    }

    @Test("A line of exactly the bound stays whole")
    func exactBound() {
        #expect(lines([(.stdout, "0123456789"), (.stdout, "\n")], longestLine: 10) == [line(.stdout, "0123456789")])
    }

    @Test("A cut never splits a character", arguments: 4...12)
    func characterBoundaries(bound: Int) {
        let text = String(repeating: "aé€😀", count: 20)
        let result = lines([(.stdout, text)], longestLine: bound)
        #expect(result.map(\.text).joined() == text)
        #expect(result.allSatisfy { !$0.text.contains("\u{FFFD}") && $0.bytes.count <= bound })
    }

    @Test("Bytes that are not UTF-8 are cut at the bound all the same")
    func binary() {
        var assembler = LineAssembler(longestLine: 10)
        let result = assembler.append(OutputFrame(stream: .stdout, bytes: [UInt8](repeating: 0x80, count: 35)))
        #expect(result.map(\.bytes.count) == [10, 10, 10])
    }

    @Test("The time of every frame is taken off, and a line has that of its first")
    func timestamps() {
        let result = lines(
            [
                (.stdout, "2024-01-01T00:00:00.000000001Z long "), (.stderr, "2024-01-01T00:00:02.000000000Z err\n"),
                (.stdout, "2024-01-01T00:00:01.000000000Z line\n"), (.stdout, "2024-01-01T00:00:03Z \n"),
                (.stdout, "no time\n"),
            ],
            hasTimestamps: true
        )
        #expect(result.map(\.text) == ["err", "long line", "", "no time"])
        #expect(
            result.map(\.time) == [
                EngineTime(seconds: 1_704_067_202), EngineTime(seconds: 1_704_067_200, nanoseconds: 1),
                EngineTime(seconds: 1_704_067_203), nil,
            ]
        )
    }
}
