// How fast redaction is, in bytes a second of one processor's time, so that what else runs does not count: on a log
// without secrets, on one in which a line of fifty holds one, and on one that is made to be slow. Line by line is what a
// dispatch's log goes through: `LogRedactor`, from one `OutputLine` to the next; each comes out at once, so that nothing
// is added to its latency but the time that is measured here.

internal import Foundation
internal import OutpostCore

enum RedactorBench {
    private static let secrets = (0..<8).map { number in
        (
            "SECRET_\(number)",
            "s\(number)-" + String((0..<40).map { letter in letters[(letter * 7 + number * 13) % 62] })
        )
    }
    private static let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")

    static func run(megabytes: Int) {
        var patterns = SecretPatterns.shapesOnly
        print("compiling 8 secrets: \(Int(seconds { patterns = SecretPatterns(secrets) } * 1e6)) µs")
        let words = [
            "running the tests of the parser", "    at Object.<anonymous> (/src/index.ts:17:3)",
            "{\"type\":\"assistant\",\"message\":{\"id\":\"msg_01\",\"content\":[{\"type\":\"text\",\"text\":\"I will look\"}]}}",
            "+    let position = start.map { $0 + 1 } ?? 0", "ok 12 - takes the other path through the task (0.013 s)",
            "commit 8f14e45fceea167a5a36dedd4bea2543b1c9d2f0",
        ]
        let plain = (0..<2000).map { "\(words[$0 % words.count]) \($0)" }
        let mixed = plain.enumerated().map { $0.offset % 50 == 0 ? "token is \(secrets[$0.offset % 8].1)" : $0.element }
        let hostile = Array(repeating: String(repeating: String(secrets[0].1.dropLast()), count: 4), count: 500)
        measure("a log without secrets, as bytes", plain, patterns, megabytes << 20)
        measure("one line of fifty with a secret, as bytes", mixed, patterns, megabytes << 20)
        measure("beginnings of a secret, as bytes", hostile, patterns, megabytes << 20)
        measureLines("a log without secrets, line by line", plain, patterns, megabytes << 20)
        for length in [40, 80, 120, 1000] {
            let text = Array(plain.joined(separator: " ").utf8)
            let lines = stride(from: 0, to: text.count - length, by: length).map {
                String(decoding: text[$0..<($0 + length)], as: UTF8.self)
            }
            measureLines("the same in lines of \(length) bytes", lines, patterns, megabytes << 20)
            guard length == 80 else { continue }
            measureLines("the same in green", lines.map { "\u{1B}[32m\($0)\u{1B}[0m" }, patterns, megabytes << 20)
        }
        measureLines("one line of fifty with a secret, line by line", mixed, patterns, megabytes << 20)
        measureLines("beginnings of a secret, line by line", hostile, patterns, megabytes << 20)
    }

    private static func measure(_ name: String, _ lines: [String], _ patterns: SecretPatterns, _ size: Int) {
        let text = Array(lines.joined(separator: "\n").utf8)
        var redactor = StreamRedactor(patterns)
        var output: [UInt8] = []
        var (read, written) = (0, 0)
        let time = seconds {
            while read < size {
                for start in stride(from: 0, to: text.count, by: 64 << 10) {
                    output.removeAll(keepingCapacity: true)
                    redactor.append(text[start..<min(text.count, start + 64 << 10)], to: &output)
                    written += output.count
                }
                read += text.count
            }
        }
        report(name, read, written, time)
    }

    private static func measureLines(_ name: String, _ lines: [String], _ patterns: SecretPatterns, _ size: Int) {
        let lines = lines.map { OutputLine(stream: .stdout, text: $0) }
        var redactor = LogRedactor(patterns)
        var (read, written) = (0, 0)
        let time = seconds {
            while read < size {
                for line in lines {
                    read += line.text.utf8.count + 1
                    written += redactor.redact(line).text.utf8.count + 1
                }
            }
        }
        report(name, read, written, time)
    }

    private static func report(_ name: String, _ read: Int, _ written: Int, _ seconds: Double) {
        let speed = Int(Double(read) / 1e6 / seconds)
        print("\(name): \(speed) MB/s, \(Int(100 * Double(written) / Double(read))) % of it written")
    }

    /// Of the process, on a processor.
    private static func seconds(_ body: () -> Void) -> Double {
        let start = clock()
        body()
        return Double(clock() - start) / Double(CLOCKS_PER_SEC)
    }
}
