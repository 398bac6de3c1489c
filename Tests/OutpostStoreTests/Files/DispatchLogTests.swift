internal import Foundation
internal import OutpostCore
internal import OutpostStore
internal import TestSupport
internal import Testing

@Suite("A dispatch's log and record")
struct DispatchLogTests {
    private func append(_ bench: FilesBench, _ texts: [String], _ stream: OutputLine.Stream = .stdout) async throws {
        for text in texts {
            let line = OutputLine(stream: stream, text: text)
            try await bench.files.append(line, at: FilesBench.epoch + 0.25, to: bench.dispatch.id)
        }
    }

    @Test("is plain text for people, and JSON lines with sequence, time and stream for the record")
    func contents() async throws {
        try await FilesBench.with { bench in
            try await append(bench, ["one", "", "zwei \"ü\" \u{1B}[31m"])
            try await append(bench, ["three"], .stderr)
            try bench.expectTrue(try await bench.seal())
            let text = String(decoding: try bench.folder.read(bench.artifacts + "/output.log"), as: UTF8.self)
            #expect(text == "one\n\nzwei \"ü\" \u{1B}[31m\nthree\n")
            let record = String(decoding: try bench.folder.read(bench.home + "/log.jsonl"), as: UTF8.self)
            let lines = record.split(separator: "\n").map(String.init)
            #expect(lines.count == 4)
            #expect(lines[0] == #"{"message":"one","seq":1,"stream":"stdout","time":"2023-11-14T22:13:20.250Z"}"#)
            #expect(lines[3].contains(#""seq":4,"stream":"stderr""#))
            #expect(await !bench.files.isLogTruncated(bench.dispatch.id))
        }
    }

    @Test("is read in pages that long lines make short, and that join without a gap")
    func pages() async throws {
        try await FilesBench.with { bench in
            let texts = (1...20).map { "\($0) " + String(repeating: "x", count: 20_000) }
            try await append(bench, texts + ["short", "shorter"])
            var position = LogPosition.start
            var counts: [Int] = []
            var read: [String] = []
            while true {
                let page = try await bench.files.log(bench.dispatch.id, from: position, limit: 10)
                guard !page.entries.isEmpty else { break }
                counts.append(page.entries.count)
                read += page.entries.map(\.message)
                position = page.next
            }
            #expect(counts == [4, 4, 4, 4, 4, 2])
            #expect(read == texts + ["short", "shorter"])
        }
    }

    @Test(
        "is read from its end too, in parts that join without a gap, and goes on after them",
        arguments: [(1, 20), (7, 20), (500, 20), (7, 20_000), (3, 200_000)]
    )
    func tail(limit: Int, length: Int) async throws {
        try await FilesBench.with { bench in
            let texts = (1...40).map { "\($0) " + String(repeating: "ü", count: length / 2) }
            try await append(bench, texts)
            let id = bench.dispatch.id
            let last = try await bench.files.logTail(id, before: nil, limit: limit)
            #expect(last.entries.last?.message == texts.last)
            var (part, read) = (last, [String]())
            while !part.entries.isEmpty {
                #expect(part.entries.count <= limit)
                read = part.entries.map(\.message) + read
                part = try await bench.files.logTail(id, before: part.start, limit: limit)
            }
            #expect(read == texts)
            #expect(part.start == .start)
            #expect(try await bench.files.log(id, from: last.next, limit: 10).entries.isEmpty)
            try await append(bench, ["and on"])
            let more = try await bench.files.log(id, from: last.next, limit: 10)
            #expect(more.entries.map(\.message) == ["and on"])
        }
    }

    @Test("has an end that leaves out the line that is still being written, and takes a place in a line for the end")
    func unfinishedTail() async throws {
        try await FilesBench.with { bench in
            let id = bench.dispatch.id
            #expect(try await bench.files.logTail(id, before: nil, limit: 5).entries.isEmpty)
            try await append(bench, ["one", "two"])
            let whole = try bench.folder.read(bench.home + "/log.jsonl")
            let handle = try #require(FileHandle(forWritingAtPath: bench.folder.path + "/" + bench.home + "/log.jsonl"))
            try handle.seekToEnd()
            try handle.write(contentsOf: Data(#"{"message":"thr"#.utf8))
            try handle.close()
            for place in [nil, 3, whole.count + 5, whole.count * 9] {
                let end = place.map { LogPosition(offset: $0) }
                let tail = try await bench.files.logTail(id, before: end, limit: 5)
                #expect(tail.entries.map(\.message) == ["one", "two"])
                #expect(tail.next == LogPosition(offset: whole.count))
                #expect(tail.start == .start)
            }
            #expect(try await bench.files.logTail(id, before: .start, limit: 5).entries.isEmpty)
        }
    }

    @Test("is bounded: what comes after is counted and said")
    func limit() async throws {
        try await FilesBench.with(limits: ArtifactLimits(logBytes: 20)) { bench in
            try await append(bench, ["0123456789", "012345678"])
            #expect(await bench.files.isLogTruncated(bench.dispatch.id) == true)
            try await append(bench, ["x", "a line that is too long", "y"])
            let manifest = try await bench.seal()
            let text = String(decoding: try bench.folder.read(bench.artifacts + "/output.log"), as: UTF8.self)
            #expect(text == "0123456789\nx\ny\noutpost: the log's limit was reached; 2 more lines are not kept\n")
            try bench.expectTrue(manifest)
        }
    }

    @Test("fits a line that reaches the limit exactly", arguments: [(18, false), (19, false), (20, true)])
    func exactLimit(length: Int, isTruncated: Bool) async throws {
        try await FilesBench.with(limits: ArtifactLimits(logBytes: 20)) { bench in
            try await append(bench, [String(repeating: "x", count: length)])
            #expect(await bench.files.isLogTruncated(bench.dispatch.id) == isTruncated)
        }
    }

    @Test("has the task byte by byte beside it")
    func task() async throws {
        try await TemporaryFolder.with { folder in
            let files = DispatchFiles(directory: folder.path)
            let task = "-x \"$(id)\"\r\n\t'ä' \u{1F600}" + String(repeating: "z", count: 49_000)
            let dispatch = try FilesBench.dispatch(task: task)
            try await files.prepare(dispatch)
            #expect(try folder.read("\(dispatch.id)/artifacts/task.md") == Array(task.utf8))
        }
    }

    @Test("does not write into a place that holds another's files, nor through a link")
    func occupied() async throws {
        try await TemporaryFolder.with { folder in
            let dispatch = try FilesBench.dispatch()
            try folder.makeFolder("artifacts")
            try folder.write("outside", "precious")
            try folder.link("artifacts/task.md", to: folder.path + "/outside")
            let path = folder.path + "/artifacts"
            let files = DispatchFiles(directory: folder.path, artifacts: { _ in path })
            await #expect(throws: (any Error).self) { try await files.prepare(dispatch) }
            #expect(try folder.read("outside") == Array("precious".utf8))
        }
    }

    @Test("is complete once the manifest is there, which is written last")
    func sealOrder() async throws {
        try await FilesBench.with { bench in
            // A summary that is there already makes the seal fail before the manifest.
            try bench.folder.write(bench.artifacts + "/summary.json", "in the way")
            await #expect(throws: (any Error).self) { try await bench.seal() }
            #expect(try !bench.folder.entries(bench.artifacts).contains("manifest.json"))
        }
    }

    @Test("has a summary with ISO 8601 times")
    func summary() async throws {
        try await FilesBench.with { bench in
            _ = try await bench.seal()
            let data = Data(try bench.folder.read(bench.artifacts + "/summary.json"))
            let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
            #expect(object["created_at"] as? String == "2023-11-14T22:13:20Z")
            #expect(object["completed_at"] as? String == "2023-11-14T22:13:25Z")
            #expect(object["dispatch_id"] as? String == bench.dispatch.id.text)
        }
    }
}
