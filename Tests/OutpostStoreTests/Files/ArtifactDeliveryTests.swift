internal import Foundation
internal import OutpostCore
internal import OutpostStore
internal import TestSupport
internal import Testing

@Suite("A delivery of artifacts", .timeLimit(.minutes(10)))
struct ArtifactDeliveryTests {
    @Test("that is larger than the limit leaves nothing of it")
    func totalLimit() async throws {
        try await FilesBench.with(limits: ArtifactLimits(totalBytes: 10_000)) { bench in
            await #expect(throws: ArtifactRejection.tooLarge(limit: 10_000)) {
                try await bench.receive([.file("files/a"), .file("files/b", bytes: 20_000)])
            }
            let left = try bench.folder.entries(bench.artifacts)
            #expect(left == ["output.log", "task.md"])
            try bench.expectTrue(try await bench.seal())
        }
    }

    @Test("that is cut off, or no tar, leaves nothing of it", arguments: [true, false])
    func broken(isCut: Bool) async throws {
        try await FilesBench.with { bench in
            let whole = TarSamples.archive([.file("files/a"), .file("files/b", bytes: 5000)])
            let bytes = isCut ? Array(whole.prefix(3000)) : whole.map { $0 ^ 0x55 }
            await #expect(throws: ArtifactRejection.self) {
                try await bench.files.receive(
                    TarSamples.stream(bytes: bytes),
                    for: bench.dispatch.id,
                    lookingFor: .shapesOnly
                )
            }
            let left = try bench.folder.entries(bench.artifacts)
            #expect(left == ["output.log", "task.md"])
        }
    }

    @Test("whose stream breaks leaves nothing of it, and the error is the stream's")
    func brokenStream() async throws {
        struct Cut: Error {}
        try await FilesBench.with { bench in
            let bytes = TarSamples.archive([.file("files/a"), .file("files/b", bytes: 5000)])
            let stream = AsyncThrowingStream<[UInt8], any Error> { continuation in
                continuation.yield(Array(bytes.prefix(2048)))
                continuation.finish(throwing: Cut())
            }
            await #expect(throws: Cut.self) {
                try await bench.files.receive(stream, for: bench.dispatch.id, lookingFor: .shapesOnly)
            }
            let left = try bench.folder.entries(bench.artifacts)
            #expect(left == ["output.log", "task.md"])
        }
    }

    @Test(
        "has commits that are marked by what a search of them came to, whatever the difference holds",
        arguments: [
            (CommitSearch.found([]), nil, nil, nil), (.found(["TOKEN"]), true, ["TOKEN"], nil),
            (.impossible("too large"), true, nil, "too large"),
            (nil, true, nil, "nothing here looks through commits"),
        ] as [(CommitSearch?, Bool?, [String]?, String?)]
    )
    func commits(search: CommitSearch?, isMarked: Bool?, names: [String]?, reason: String?) async throws {
        try await FilesBench.with(commits: search) { bench in
            let patterns = SecretPatterns([(name: "OTHER", value: "other-secret")])
            try await bench.receive(
                [.file("diff.patch", "+other-secret\n"), .file("commits.bundle")],
                lookingFor: patterns
            )
            let result = await bench.files.searchCommits(of: bench.dispatch.id, for: patterns)
            #expect(search == nil || result == search)
            let manifest = try await bench.seal()
            let bundle = try #require(manifest.files.first { $0.path == "commits.bundle" })
            #expect(bundle.containsSecret == isMarked && bundle.secretNames == names && bundle.unsearched == reason)
            #expect(manifest.files.first { $0.path == "diff.patch" }?.secretNames == ["OTHER"])
            try bench.expectTrue(manifest)
        }
    }

    @Test("without commits has none to look through")
    func noCommits() async throws {
        try await FilesBench.with(commits: .found(["TOKEN"])) { bench in
            try await bench.receive([.file("diff.patch", "x")])
            #expect(await bench.files.searchCommits(of: bench.dispatch.id, for: .shapesOnly) == nil)
        }
    }

    @Test("replaces the one before it, whole")
    func second() async throws {
        try await FilesBench.with { bench in
            try await bench.receive([
                .file("diff.patch", "old"), .file("files/old"), .file("commits.bundle"), .other("files/l", "2"),
            ])
            let facts = try await bench.receive([.file("files/new"), .file(".outpost/changes", "uncommitted")])
            #expect(facts.changes == .uncommitted)
            let manifest = try await bench.seal()
            #expect(manifest.files.map(\.path) == ["files/new", "output.log", "summary.json", "task.md"])
            #expect(manifest.refused == [])
            try bench.expectTrue(manifest)
        }
    }

    @Test("that fails leaves the one before it as it was")
    func failedSecond() async throws {
        try await FilesBench.with { bench in
            try await bench.receive([.file("diff.patch", "old")])
            let cut = TarSamples.stream(bytes: Array(TarSamples.archive([.file("diff.patch", "new")]).prefix(1024)))
            await #expect(throws: ArtifactRejection.self) {
                try await bench.files.receive(cut, for: bench.dispatch.id, lookingFor: .shapesOnly)
            }
            let manifest = try await bench.seal()
            #expect(try bench.folder.read(bench.artifacts + "/diff.patch") == Array("old".utf8))
            try bench.expectTrue(manifest)
        }
    }

    @Test("that comes beside others ends in one of them, not in a mixture")
    func atOnce() async throws {
        try await FilesBench.with { bench in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<8 {
                    group.addTask {
                        let entries = (0..<20).map { SampleEntry.file("files/\(number)-\($0)", "\(number)") }
                        try await bench.receive(entries + [.file("diff.patch", "\(number)")])
                    }
                }
                try await group.waitForAll()
            }
            let manifest = try await bench.seal()
            try bench.expectTrue(manifest)
            let files = manifest.files.map(\.path).filter { $0.hasPrefix("files/") }
            #expect(files.count == 20)
            #expect(Set(files.map { $0.prefix { $0 != "-" } }).count == 1)
        }
    }

    @Test("after the end, or for a dispatch that is not there, is refused and changes nothing")
    func late() async throws {
        try await FilesBench.with { bench in
            try await bench.receive([.file("diff.patch", "old")])
            let manifest = try await bench.seal()
            await #expect(throws: CocoaError.self) { try await bench.receive([.file("diff.patch", "new")]) }
            try bench.expectTrue(manifest)
            await #expect(throws: CocoaError.self) { try await bench.seal() }
        }
    }
}
