internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import OutpostAPI
internal import OutpostCore
internal import TestSupport
internal import Testing

@testable internal import OutpostServer

@Suite("An archive of artifacts")
struct ArchiveTests {
    /// Makes sealed artifacts of Alice's, the manifest included.
    private func withArtifacts(
        _ files: [String: String],
        _ body: @Sendable (Bench, Client, DispatchID, TemporaryFolder) async throws -> Void
    ) async throws {
        let bench = try await Bench()
        let id = try bench.dispatch()
        try bench.service.end(id, DispatchEnd(status: .success, reason: .changed))
        try await TemporaryFolder.with { folder in
            for (name, contents) in files { try folder.write(name, contents) }
            try folder.write("manifest.json", "{}")
            let dispatch = try #require(bench.service.change { $0.dispatches[id] })
            let listed = files.keys.sorted().map { name in
                ArtifactManifest.File(path: name, size: files[name]?.utf8.count ?? 0, sha256: "00", type: "text/plain")
            }
            bench.service.change {
                $0.artifacts[id] = ArtifactListing(dispatch: dispatch, files: listed, directory: folder.path)
            }
            try await bench.run { client in try await body(bench, client, id, folder) }
        }
    }

    /// Names and contents in the order of the archive.
    private func read(_ text: String) throws -> [[String]] {
        var reader = TarReader()
        var entries: [[String]] = []
        try reader.consume(Array(text.utf8)) { event in
            switch event {
            case .entry(let entry): entries.append([String(decoding: entry.name, as: UTF8.self), ""])
            case .data(let bytes): entries[entries.count - 1][1] += String(decoding: bytes, as: UTF8.self)
            case .end: break
            }
        }
        try reader.finish()
        return entries
    }

    @Test("holds every file and the manifest, in the same order and bytes every time")
    func contents() async throws {
        let long = "files/" + String(repeating: "d", count: 120) + ".txt"
        let big = String(repeating: "0123456789", count: 40_000)
        try await withArtifacts(["output.log": "", "diff.patch": "diff", long: big]) { bench, client, id, _ in
            let key = try await bench.key(scopes: [.status])
            let reply = try await client.send(.get, "/artifacts/\(id).tar", key: key)
            #expect(reply.status == 200)
            #expect(reply.header("Content-Type") == "application/x-tar")
            #expect(reply.header("Content-Disposition")?.hasPrefix("attachment; filename=\"\(id).tar\"") == true)
            #expect(reply.header("Content-Length") == String(reply.text.utf8.count))
            #expect(reply.text.utf8.count % 512 == 0)
            #expect(
                try read(reply.text) == [
                    ["\(id)/diff.patch", "diff"], ["\(id)/\(long)", big], ["\(id)/output.log", ""],
                    ["\(id)/manifest.json", "{}"],
                ]
            )
            #expect(try await client.send(.get, "/artifacts/\(id).tar", key: key).text == reply.text)
        }
    }

    /// A link of a listing, without the server.
    private func path(_ listing: Reply, _ name: String) throws -> String {
        guard case .string(let url)? = try listing.value(name) else { return "" }
        return String(url.dropFirst("https://outpost.test".count))
    }

    @Test("comes by the link of the listing, and by no other")
    func link() async throws {
        try await withArtifacts(["diff.patch": "diff"]) { bench, client, id, _ in
            let key = try await bench.key(scopes: [.status])
            let listing = try await client.send(.get, "/artifacts/\(id)", key: key)
            let link = try path(listing, "data.archiveUrl")
            let reply = try await client.send(.get, link)
            #expect(reply.status == 200)
            #expect(try read(reply.text).map { $0[0] } == ["\(id)/diff.patch", "\(id)/manifest.json"])
            // The signature of another link of the same listing.
            let signature = try path(listing, "data.artifacts.0.url").suffix(64)
            let forged = String(link.dropLast(64)) + signature
            for bad in [forged, String(link.dropLast()), String(link.prefix { $0 != "?" })] {
                #expect(try await client.send(.get, bad).status == 403, "\(bad)")
            }
            bench.advance(by: 3600)
            #expect(try await client.send(.get, link).status == 403)
        }
    }

    @Test("of somebody else's dispatch does not exist, and needs a key with the scope")
    func foreign() async throws {
        try await withArtifacts(["diff.patch": "diff"]) { bench, client, id, _ in
            let bob = try await bench.key(Bench.bob, scopes: [.status])
            #expect(try await client.send(.get, "/artifacts/\(id).tar", key: bob).status == 404)
            let unscoped = try await bench.key(scopes: [.dispatch])
            #expect(try await client.send(.get, "/artifacts/\(id).tar", key: unscoped).status == 403)
            #expect(try await client.send(.get, "/artifacts/\(id).tar").status == 401)
        }
    }

    @Test("is empty before anything is sealed, and 404 when a file of it is gone")
    func absent() async throws {
        try await withArtifacts(["diff.patch": "diff"]) { bench, client, id, folder in
            let key = try await bench.key(scopes: [.status])
            let running = try bench.dispatch()
            let reply = try await client.send(.get, "/artifacts/\(running).tar", key: key)
            #expect(reply.status == 200)
            #expect(try read(reply.text) == [])
            try folder.remove("diff.patch")
            #expect(try await client.send(.get, "/artifacts/\(id).tar", key: key).status == 404)
        }
    }

    @Test(
        "is an error, and so is the file alone, when a file is longer or shorter than its record",
        arguments: ["", "longer"]
    )
    func changed(contents: String) async throws {
        try await withArtifacts(["diff.patch": "diff"]) { bench, client, id, folder in
            let key = try await bench.key(scopes: [.status])
            let listing = try await client.send(.get, "/artifacts/\(id)", key: key)
            try folder.write("diff.patch", contents)
            for link in ["/artifacts/\(id).tar", try path(listing, "data.artifacts.0.url")] {
                let reply = try await client.send(.get, link, key: key)
                #expect(reply.status == 500)
                #expect(reply.text.contains("diff.patch has \(contents.utf8.count) bytes"), "\(reply.text)")
            }
        }
    }

    @Test("breaks off rather than to send more or less of a file than it says", arguments: ["abcd", "abcdef"])
    func measured(contents: String) async throws {
        let body = ResponseBody(contentLength: 5) { writer in
            try await writer.write(ByteBuffer(string: contents))
            try await writer.finish(nil)
        }
        await #expect(throws: RecordedFile.WrongLength.self) {
            try await RecordedFile.measured(body).write(Discarding())
        }
    }

    private struct Discarding: ResponseBodyWriter {
        func write(_ buffer: ByteBuffer) async throws {}
        consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
    }

    @Test("Previews are added when asked for, null for what is not text")
    func previews() async throws {
        try await withArtifacts(["a.txt": "Hello\n\u{1B}[2J", "b.bin": "a\0b"]) { bench, client, id, _ in
            let key = try await bench.key(scopes: [.status])
            let reply = try await client.send(.get, "/artifacts/\(id)?preview=true", key: key)
            #expect(try reply.value("data.artifacts.0.preview") == "Hello\n\u{FFFD}[2J")
            #expect(reply.text.contains("\"preview\":null"))
            let plain = try await client.send(.get, "/artifacts/\(id)", key: key)
            #expect(!plain.text.contains("preview"))
        }
    }

    @Test(
        "A preview ends at a whole character and line",
        arguments: [
            (Array("one".utf8), "one"), ([], ""), ([0xFF], nil), ([0x41, 0], nil), ([0xC3], nil),
            (Array("\u{202E}x\r".utf8), "\u{FFFD}x\u{FFFD}"),
            (Array(String(repeating: "l\n", count: 50).utf8), String(repeating: "l\n", count: 40)),
            ([0x41] + Array(String(repeating: "ü", count: 3000).utf8), "A" + String(repeating: "ü", count: 2047)),
            (Array(String(repeating: "ü", count: 3000).utf8), String(repeating: "ü", count: 2048)),
            (
                [0x41, 0x41] + Array(String(repeating: "😀", count: 2000).utf8),
                "AA" + String(repeating: "😀", count: 1023)
            ),
        ] as [([UInt8], String?)]
    )
    func preview(bytes: [UInt8], text: String?) {
        #expect(ArtifactPreviews.preview(of: Array(bytes.prefix(ArtifactPreviews.bytes + 1))) == text)
    }
}
