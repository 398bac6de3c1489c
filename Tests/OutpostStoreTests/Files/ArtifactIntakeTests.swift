internal import OutpostCore
internal import OutpostStore
internal import TestSupport
internal import Testing

@Suite("Artifacts that come in")
struct ArtifactIntakeTests {
    private static let good: [SampleEntry] = [
        .other(".outpost/", "5"), .file(".outpost/before_sha", FilesBench.commit + "\n"),
        .file(".outpost/after_sha", String(repeating: "b", count: 64)), .file(".outpost/changes", "committed\n"),
        .file(".outpost/files_changed", "2"), .file("diff.patch", "diff --git a/x b/x\n@@ -1 +1,2 @@\n-a\n+b\n+c\n"),
        .file("commits.bundle", "# v2"), .file("context.json", "{}\n"),
        .file("files/report.md", "# Report"), .file("files/deep/er/x.bin", bytes: 3000), .file("files/empty", ""),
    ]

    @Test("lie where the manifest says, and the facts are read from them")
    func good() async throws {
        try await FilesBench.with { bench in
            let facts = try await bench.receive(Self.good)
            var expected = RepositoryFacts(
                beforeSHA: FilesBench.commit,
                afterSHA: String(repeating: "b", count: 64),
                changes: .committed,
                filesChanged: 2
            )
            (expected.linesAdded, expected.linesRemoved) = (2, 1)
            #expect(facts == expected)
            let manifest = try await bench.seal()
            #expect(manifest.refused == [])
            #expect(
                manifest.files.map(\.path) == [
                    "commits.bundle", "context.json", "diff.patch", "files/deep/er/x.bin", "files/empty",
                    "files/report.md",
                    "output.log",
                    "summary.json", "task.md",
                ]
            )
            try bench.expectTrue(manifest)
            #expect(manifest.files.first { $0.path == "diff.patch" }?.type == "text/x-patch")
        }
    }

    @Test("belong to their owner alone")
    func modes() async throws {
        try await FilesBench.with { bench in
            try await bench.receive(Self.good)
            _ = try await bench.seal()
            for entry in try bench.folder.entries(bench.home) {
                let mode = try bench.folder.mode(bench.home + "/" + entry)
                #expect(mode == (entry.hasSuffix("/") ? 0o700 : 0o600), "\(entry)")
            }
        }
    }

    @Test(
        "without facts, or with strange ones, say nothing rather than something wrong",
        arguments: [
            [],
            [
                .file(".outpost/changes", "many"), .file(".outpost/files_changed", "-x"),
                .file(".outpost/before_sha", "HEAD"),
            ],
            [.file(".outpost/before_sha", String(repeating: "g", count: 40))],
            [.file(".outpost/before_sha", String(repeating: "a", count: 65))],
        ] as [[SampleEntry]]
    )
    func strangeFacts(entries: [SampleEntry]) async throws {
        try await FilesBench.with { bench in
            let facts = try await bench.receive(entries)
            #expect(facts == RepositoryFacts(changes: .none))
        }
    }

    private static let refusals: [(SampleEntry, String, String)] = [
        (.file("../evil"), "../evil", "its name leads out of the archive"),
        (.file("files/../../evil"), "files/../../evil", "its name leads out of the archive"),
        (.file("/etc/evil"), "/etc/evil", "its name is absolute"),
        (.file("files/a\nb"), "files/a%0Ab", "its name has control characters"),
        (.other("files/link", "2"), "files/link", "links are not taken"),
        (.other("files/hard", "1"), "files/hard", "links are not taken"),
        (.other("files/device", "3"), "files/device", "it is no regular file"),
        (.other("files/block", "4"), "files/block", "it is no regular file"),
        (.other("files/pipe", "6"), "files/pipe", "it is no regular file"),
        (.file("manifest.json"), "manifest.json", "it is not among the names that a runtime hands in"),
        (.file("summary.json"), "summary.json", "it is not among the names that a runtime hands in"),
        (.file("output.log"), "output.log", "it is not among the names that a runtime hands in"),
        (.file("files"), "files", "it is not among the names that a runtime hands in"),
        (.file("Files/x"), "Files/x", "it is not among the names that a runtime hands in"),
        (.file("diff.patch/x"), "diff.patch/x", "it is not among the names that a runtime hands in"),
        (.file(".outpost/changes", String(repeating: "x", count: 4097)), ".outpost/changes", "it is too large"),
        (.file("files/large", bytes: 2001), "files/large", "it is too large"),
    ]

    @Test("are refused one by one, with the reason, and cost the others nothing", arguments: refusals)
    func refused(entry: SampleEntry, name: String, reason: String) async throws {
        try await FilesBench.with(limits: ArtifactLimits(fileBytes: 2000)) { bench in
            try await bench.receive([.file("files/before"), entry, .file("files/after")])
            let manifest = try await bench.seal()
            #expect(manifest.refused == [.init(path: name, reason: reason)])
            #expect(manifest.files.map(\.path).filter { $0.hasPrefix("files/") } == ["files/after", "files/before"])
            try bench.expectTrue(manifest)
            #expect(try bench.folder.entries() == (try bench.folder.entries()).filter { $0.hasPrefix(bench.home) })
        }
    }

    @Test("do not overwrite each other, nor stand in each other's way")
    func collisions() async throws {
        try await FilesBench.with { bench in
            let refused = try await bench.refusals([
                .file("files/a", "first"), .file("files/a", "second"), .file("files/A", "third"), .file("files/a/b"),
                .file("files/dir/x"), .file("files/dir"), .file("files/DIR"), .file("files/ä", "nfc"),
                .file("files/a\u{308}", "nfd"),
            ])
            let twice = "the name stands twice, but for upper and lower case"
            #expect(
                refused == [
                    "files/a": twice, "files/A": twice, "files/a/b": "a file stands in its path",
                    "files/dir": "a folder has that name", "files/DIR": "a folder has that name",
                    "files/a%CC%88": twice,
                ]
            )
            #expect(try bench.folder.read(bench.artifacts + "/files/a") == Array("first".utf8))
        }
    }

    @Test("beyond the number of entries are refused, folders not counted")
    func manyEntries() async throws {
        try await FilesBench.with(limits: ArtifactLimits(entries: 3)) { bench in
            let folders = (0..<20).map { SampleEntry.other("files/d\($0)/", "5") }
            try await bench.receive(folders + (0..<8).map { .file("files/\($0)") })
            let manifest = try await bench.seal()
            #expect(manifest.files.map(\.path).filter { $0.hasPrefix("files/") } == ["files/0", "files/1", "files/2"])
            let named = manifest.refused.dropLast()
            #expect(named.map(\.path) == ["files/3", "files/4", "files/5"], "refusals are bounded too")
            #expect(named.allSatisfy { $0.reason == "there are more than 3 entries" })
            #expect(manifest.refused.last?.reason == "2 more entries were refused")
        }
    }
}
