internal import OutpostCore
internal import OutpostStore
internal import TestSupport
internal import Testing

@Suite("A hostile archive")
struct HostileArchiveTests {
    @Test("writes nothing outside, and each refusal is named", arguments: HostileArchive.all)
    func corpus(archive: HostileArchive) async throws {
        try await FilesBench.with(limits: ArtifactLimits(totalBytes: 1 << 20)) { bench in
            let before = try bench.folder.entries()
            var rejection: String?
            do {
                let stream = TarSamples.stream(bytes: archive.bytes, pieces: 700)
                _ = try await bench.files.receive(stream, for: bench.dispatch.id, lookingFor: .shapesOnly)
            } catch ArtifactRejection.malformed(let detail) {
                rejection = detail
                #expect(try bench.folder.entries() == before, "a rejected archive leaves nothing")
            }
            let manifest = try await bench.seal()
            switch archive.outcome {
            case .rejected(let text):
                #expect(rejection?.contains(text) == true, "\(rejection ?? "it was taken")")
            case .refused(let reasons):
                #expect(rejection == nil)
                #expect(manifest.refused.map(\.reason) == reasons)
            case .harmless:
                #expect(rejection == nil)
                #expect(manifest.refused == [])
            }
            try bench.expectTrue(manifest)
            let outside = try bench.folder.entries().filter { !$0.hasPrefix(bench.home + "/") }
            #expect(outside == [])
            for entry in try bench.folder.entries(bench.home) {
                let mode = try bench.folder.mode(bench.home + "/" + entry)
                #expect(mode == (entry.hasSuffix("/") ? 0o700 : 0o600), "\(entry)")
            }
        }
    }

    @Test("is one of at least sixty, each under its own name")
    func size() {
        #expect(HostileArchive.all.count >= 60)
        #expect(Set(HostileArchive.all.map(\.name)).count == HostileArchive.all.count)
    }

    /// A judge that has seen these names, one after the other.
    private func judge(_ limits: ArtifactLimits, _ names: some Sequence<String>) throws -> (ArtifactJudge, taken: Int) {
        var judge = ArtifactJudge(limits: limits)
        var reader = TarReader()
        var taken = 0
        for name in names {
            var tar = HostileTar()
            tar.addExtended([("path", name)])
            var entries: [TarReader.Entry] = []
            try reader.consume(tar.bytes) { event in
                if case .entry(let entry) = event { entries.append(entry) }
            }
            for entry in entries {
                if case .file = judge.judge(entry) { taken += 1 }
            }
        }
        return (judge, taken)
    }

    @Test("of 5,000 entries costs no more than those that are taken, and says how many were not")
    func manyEntries() throws {
        let limits = ArtifactLimits(entries: 100)
        let (judge, taken) = try judge(limits, (0..<5000).lazy.map { "files/\($0)" })
        #expect(taken == 100)
        #expect(judge.refused.count == 101)
        #expect(judge.refused.last == .init(path: "", reason: "4800 more entries were refused"))
    }

    @Test("of long names that are refused is told in a bounded report")
    func longRefusals() throws {
        let names = (0..<2000).lazy.map { "evil/\($0)" + String(repeating: "\u{1}", count: 600) }
        let (judge, taken) = try judge(ArtifactLimits(), names)
        #expect(taken == 0)
        let bytes = judge.refused.reduce(0) { $0 + $1.path.utf8.count }
        #expect(bytes <= ArtifactJudge.maximumRefusedBytes)
        #expect(judge.refused.last?.reason.hasSuffix("more entries were refused") == true)
    }

    @Test("whose few files imply many folders does not get them all")
    func manyFolders() throws {
        let names = (0..<100).lazy.map { file in
            "files/" + (0..<60).map { "d\(file)x\($0)" }.joined(separator: "/") + "/f"
        }
        let (judge, taken) = try judge(ArtifactLimits(entries: 600), names)
        #expect(taken == 9, "sixty folders each, and the one that they share")
        #expect(judge.refused.allSatisfy { $0.reason == "there are more than 600 folders" })
    }

    @Test("that does not end is read no further than the limit")
    func endless() async throws {
        try await FilesBench.with(limits: ArtifactLimits(totalBytes: 100_000)) { bench in
            let read = Observed(0)
            let stream = AsyncThrowingStream<[UInt8], any Error> {
                read.update { $0 += 1000 }
                return [UInt8](repeating: 0, count: 1000)
            }
            await #expect(throws: ArtifactRejection.tooLarge(limit: 100_000)) {
                try await bench.files.receive(stream, for: bench.dispatch.id, lookingFor: .shapesOnly)
            }
            #expect(read.value == 101_000)
        }
    }
}
