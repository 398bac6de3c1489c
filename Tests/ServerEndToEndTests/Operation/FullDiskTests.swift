internal import Foundation
internal import OutpostAPI
internal import TestSupport
internal import Testing

extension ServerTests {
    @Suite(
        "A full disk under the data directory",
        .timeLimit(.minutes(15)),
        .enabled("no disk can be mounted here") { await TinyDisk.isAvailable() }
    )
    struct FullDiskTests {
        /// What is tested is the full disk itself, not the watermark before it.
        private static let unguarded = ["OUTPOST_MIN_FREE_DISK_MIB": "0"]

        @Test("has no room for results: their dispatch says so, nothing of them stays, and the next one is well")
        func artifacts() async throws {
            try await Self.onDisk { bench, disk, key in
                try await bench.serve(environment: Self.unguarded) { server in
                    let client = server.client(key)
                    let end = try await client.ended(try await client.dispatch("fill 26 of noise"))
                    #expect(end["status"].text == "failed")
                    #expect(end["reason"].text == "artifacts")
                    #expect(end["flags"].elements.map(\.text) == ["artifacts_partial"])
                    let next = try await client.ended(try await client.dispatch("write 1 note"))
                    #expect(next["status"].text == "success")
                    try await bench.noContainerIsLeft()
                }
            }
        }

        @Test(
            "has no room for the database: writing answers 503, reading works, and what ended meanwhile is told afterwards",
            arguments: [true, false]
        )
        func database(isOutOfInodes: Bool) async throws {
            try await Self.onDisk(inodes: isOutOfInodes ? 128 : 4096) { bench, disk, key in
                try await bench.serve(environment: Self.unguarded) { server in
                    let client = server.client(key)
                    let done = try await client.ended(try await client.dispatch("say hello to everyone"))
                    let id = try await client.dispatch("wait 3 seconds")
                    try await client.wait(id, for: "running")
                    try await isOutOfInodes ? disk.fillInodes() : disk.fill()
                    try await server.hasLogged("a dispatch's end was not recorded")
                    let refused = try await client.post("say hello to everyone")
                    #expect(refused.status == 503, "\(refused.text)")
                    #expect(try await client.get(try #require(done["dispatchId"].text))["status"].text == "success")
                    #expect(try await client.get(id)["status"].text != "success")
                    try disk.empty()
                    let end = try await client.ended(id)
                    #expect(["success", "failed"].contains(end["status"].text), "\(end)")
                    let next = try await client.ended(try await client.dispatch("write 1 note"))
                    #expect(next["status"].text == "success")
                    try await bench.noContainerIsLeft()
                }
                let script = """
                    import sqlite3, sys
                    database = sqlite3.connect(sys.argv[1])
                    print(database.execute("PRAGMA integrity_check").fetchone()[0],
                          len(database.execute("PRAGMA foreign_key_check").fetchall()))
                    """
                #expect(try await Shell.run("python3", ["-c", script, bench.data + "/outpost.sqlite"]) == "ok 0")
                #expect(try await bench.outpost("audit", "verify").contains("intact"))
            }
        }

        @Test("fails and takes nothing any more: nothing is acknowledged, and what was is there once it is mended")
        func failing() async throws {
            try await Self.onDisk { bench, disk, key in
                var kept = ""
                try await bench.serve(environment: Self.unguarded) { server in
                    let client = server.client(key)
                    kept = try await client.dispatch("say hello to everyone")
                    _ = try await client.ended(kept)
                    try await disk.fail()
                    for attempt in 1...3 {
                        let refused = try await client.post("say hello to number \(attempt)")
                        #expect(refused.status == 503, "\(refused.text)")
                    }
                    #expect(try await client.get(kept)["status"].text == "success")
                }
                try await disk.mend()
                try await bench.serve(environment: Self.unguarded) { server in
                    let client = server.client(key)
                    let known = try await client.call("GET", "/dispatch").data["items"].elements
                    #expect(known.map { $0["dispatchId"].text } == [kept])
                    #expect(try await client.get(kept)["status"].text == "success")
                    let next = try await client.ended(try await client.dispatch("write 1 note"))
                    #expect(next["status"].text == "success")
                }
                #expect(try await bench.outpost("audit", "verify").contains("intact"))
            }
        }

        private static func onDisk(
            inodes: Int = 4096,
            _ body: (ServerBench, TinyDisk, _ key: String) async throws -> Void
        ) async throws {
            try await ServerBench.with { bench in
                try await TinyDisk.with(at: bench.path + "/disk", inodes: inodes) { disk in
                    // The doors stay outside: an engine in a mount namespace of its own does not see the disk.
                    let (files, owner) = (FileManager.default, [FileAttributeKey.posixPermissions: 0o700])
                    for folder in [bench.data, disk.path + "/dispatches"] {
                        try files.createDirectory(
                            atPath: folder,
                            withIntermediateDirectories: true,
                            attributes: owner
                        )
                    }
                    for name in ["outpost.sqlite", "dispatches"] {
                        try files.createSymbolicLink(
                            atPath: bench.data + "/" + name,
                            withDestinationPath: disk.path + "/" + name
                        )
                    }
                    try await body(bench, disk, try await bench.tenant("acme"))
                }
            }
        }
    }
}
