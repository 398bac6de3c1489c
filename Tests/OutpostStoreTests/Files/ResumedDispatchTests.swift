internal import Foundation
internal import OutpostCore
internal import OutpostStore
internal import TestSupport
internal import Testing

@Suite("A dispatch's files after a restart")
struct ResumedDispatchTests {
    private func append(
        _ text: String,
        _ stream: OutputLine.Stream = .stdout,
        to files: DispatchFiles,
        _ id: DispatchID
    )
        async throws
    {
        try await files.append(OutputLine(stream: stream, text: text), at: FilesBench.epoch + 0.25, to: id)
    }

    @Test("go on after the last whole line, with the numbers that follow")
    func log() async throws {
        try await FilesBench.with { bench in
            let id = bench.dispatch.id
            for text in ["one", "two"] { try await append(text, to: bench.files, id) }
            try await append("err", .stderr, to: bench.files, id)
            // The process was killed in the middle of a line.
            let record = bench.folder.path + "/" + bench.home + "/log.jsonl"
            let file = try #require(FileHandle(forWritingAtPath: record))
            try file.seekToEnd()
            try file.write(contentsOf: Data(#"{"message":"half"#.utf8))
            try file.close()

            let next = DispatchFiles(directory: bench.folder.path)
            let recorded = try await next.prepare(bench.dispatch)
            #expect(recorded.counts == [.stdout: 2, .stderr: 1])
            #expect(recorded.first == [.stdout: "one", .stderr: "err"])
            #expect(recorded.lastAt == FilesBench.epoch + 0.25)
            #expect(recorded.facts == nil)
            try await append("three", to: next, id)
            let page = try await next.log(id, from: .start, limit: 100)
            #expect(page.entries.map(\.message) == ["one", "two", "err", "three"])
            #expect(page.entries.map(\.sequence) == [1, 2, 3, 4])
            let summary = DispatchSummary(
                bench.dispatch,
                end: DispatchEnd(status: .success, reason: .changed),
                facts: nil,
                modelRequests: 0,
                at: FilesBench.epoch + 5
            )
            try bench.expectTrue(try await next.seal(summary, for: id))
            let text = String(decoding: try bench.folder.read(bench.artifacts + "/output.log"), as: UTF8.self)
            #expect(text == "one\ntwo\nerr\nthree\n")
        }
    }

    @Test("are sealed anew where the process was killed after it had sealed them, before the end was written down")
    func sealedTwice() async throws {
        try await FilesBench.with { bench in
            let id = bench.dispatch.id
            let end = DispatchEnd(status: .success, reason: .changed)
            func summary(at seconds: Double) -> DispatchSummary {
                DispatchSummary(bench.dispatch, end: end, facts: nil, modelRequests: 0, at: FilesBench.epoch + seconds)
            }
            try await append("one", to: bench.files, id)
            _ = try await bench.files.seal(summary(at: 5), for: id)

            let next = DispatchFiles(directory: bench.folder.path)
            #expect(try await next.prepare(bench.dispatch).counts == [.stdout: 1])
            try bench.expectTrue(try await next.seal(summary(at: 9), for: id))
            #expect(
                try await next.artifacts(id)?.manifest.files.map(\.path) == ["output.log", "summary.json", "task.md"]
            )
        }
    }

    @Test("count the lines of the attempt that goes on, and keep those of the ones before it")
    func attempts() async throws {
        try await FilesBench.with { bench in
            let id = bench.dispatch.id
            try await append("the workspace is at 1234", to: bench.files, id)
            // It never started, and waits for another attempt.
            var dispatch = bench.dispatch
            #expect(dispatch.state.apply(.provisioning(containerName: "one")) == .changed)
            #expect(dispatch.state.apply(.requeued) == .changed)
            let second = DispatchFiles(directory: bench.folder.path)
            #expect(try await second.prepare(dispatch) == RecordedLog())
            for text in ["the workspace is at 1234", "one"] { try await append(text, to: second, id) }
            // The second was started, and is adopted.
            #expect(dispatch.state.apply(.provisioning(containerName: "two")) == .changed)
            #expect(dispatch.state.apply(.started(boot: "boot", at: FilesBench.epoch)) == .changed)
            let third = DispatchFiles(directory: bench.folder.path)
            #expect(try await third.prepare(dispatch).counts == [.stdout: 2])
            let page = try await third.log(id, from: .start, limit: 100)
            #expect(page.entries.map(\.attempt) == [1, 2, 2])
        }
    }

    @Test("hold what was handed in in full, and nothing of what was on its way")
    func delivery() async throws {
        try await FilesBench.with { bench in
            let facts = try await bench.receive([
                .file("diff.patch", "patch"), .file(".outpost/changes", "committed"),
            ])
            try bench.folder.write(bench.artifacts + "/.incoming-2/diff.patch", "half")
            try bench.folder.write(bench.home + "/.received.json", "half")
            let next = DispatchFiles(directory: bench.folder.path)
            let recorded = try await next.prepare(bench.dispatch)
            #expect(recorded.facts == facts && facts.changes == .committed)
            let home = try FileManager.default.contentsOfDirectory(atPath: bench.folder.path + "/" + bench.home)
            #expect(home.sorted() == ["artifacts", "log.jsonl", "received.json"])
            let summary = DispatchSummary(
                bench.dispatch,
                end: DispatchEnd(status: .success, reason: .changed),
                facts: facts,
                modelRequests: 0,
                at: FilesBench.epoch + 5
            )
            let manifest = try await next.seal(summary, for: bench.dispatch.id)
            #expect(manifest.files.map(\.path) == ["diff.patch", "output.log", "summary.json", "task.md"])
            try bench.expectTrue(manifest)
        }
    }
}
