internal import HTTPTypes
internal import OutpostAPI
internal import OutpostCore
internal import TestSupport
internal import Testing

@testable internal import OutpostServer

@Suite("A range of an artifact")
struct RangeTests {
    /// Answers a request for ten bytes with these headers.
    private func reply(_ headers: [String: String], contents: String = "0123456789") async throws -> Reply {
        let bench = try await Bench()
        let id = try bench.dispatch()
        let dispatch = try bench.service.end(id, DispatchEnd(status: .success, reason: .changed))
        return try await TemporaryFolder.with { folder in
            try folder.write("a.txt", contents)
            let file = ArtifactManifest.File(
                path: "a.txt",
                size: contents.utf8.count,
                sha256: "abc",
                type: "text/plain"
            )
            bench.service.change {
                $0.artifacts[id] = ArtifactListing(dispatch: dispatch, files: [file], directory: folder.path)
            }
            return try await bench.run { client in
                let key = try await bench.key(scopes: [.status])
                let listing = try await client.send(.get, "/artifacts/\(id)", key: key)
                guard case .string(let url) = try listing.value("data.artifacts.0.url") else { throw Unexpected() }
                return try await client.send(
                    .get,
                    String(url.dropFirst("https://outpost.test".count)),
                    headers: headers
                )
            }
        }
    }

    private struct Unexpected: Error {}

    @Test("is 206 and says which bytes of how many", arguments: ["bytes=2-4", "Bytes= 2-4"])
    func part(range: String) async throws {
        let reply = try await reply(["Range": range])
        #expect(reply.status == 206)
        #expect(reply.text == "234")
        #expect(reply.header("Content-Range") == "bytes 2-4/10")
        #expect(reply.header("Content-Length") == "3")
        #expect(reply.header("Accept-Ranges") == "bytes")
        #expect(reply.header("ETag") == "\"abc\"")
        #expect(reply.header("Content-Security-Policy") == "sandbox; default-src 'none'")
    }

    @Test("beyond the end is 416 and says how many bytes there are", arguments: ["bytes=10-", "bytes=-0"])
    func beyond(range: String) async throws {
        let reply = try await reply(["Range": range])
        #expect(reply.status == 416)
        #expect(reply.header("Content-Range") == "bytes */10")
        #expect(try reply.value("error.code") == "VALIDATION_ERROR")
        #expect(!reply.text.contains("0123"))
    }

    @Test("holds for the file of the tag alone; for another the whole file comes")
    func condition() async throws {
        #expect(try await reply(["Range": "bytes=2-4", "If-Range": "\"abc\""]).status == 206)
        for other in ["\"abd\"", "W/\"abc\"", "abc", "Wed, 21 Oct 2026 07:28:00 GMT"] {
            let whole = try await reply(["Range": "bytes=2-4", "If-Range": other])
            #expect(whole.status == 200, "\(other)")
            #expect(whole.text == "0123456789")
            #expect(whole.header("Content-Range") == nil)
        }
    }

    @Test("is not needed: without one, and of an empty file, everything comes")
    func whole() async throws {
        let whole = try await reply([:])
        #expect(whole.status == 200)
        #expect(whole.text == "0123456789")
        #expect(whole.header("Accept-Ranges") == "bytes")
        let empty = try await reply(["Range": "bytes=-5"], contents: "")
        #expect(empty.status == 200)
        #expect(empty.text == "")
        #expect(try await reply(["Range": "bytes=0-"], contents: "").status == 416)
    }

    @Test(
        "is read as RFC 9110 has it, and ignored where it is not of that form",
        arguments: [
            ("bytes=0-0", .part(0...0)), ("bytes=9-", .part(9...9)), ("bytes=-3", .part(7...9)),
            ("bytes=-30", .part(0...9)), ("bytes=5-99999999999999999999", .part(5...9)), ("bytes=0-9", .part(0...9)),
            ("bytes=10-11", .none), ("bytes=99999999999999999999-", .none), ("bytes=-0", .none),
            ("bytes=4-2", .whole), ("bytes=0-1,3-4", .whole), ("bytes=-", .whole), ("bytes=", .whole), ("", .whole),
            ("bytes", .whole), ("lines=0-1", .whole), ("bytes=+1-2", .whole), ("bytes=a-b", .whole),
            ("bytes=1--2", .whole), ("bytes=1", .whole), ("bytes 0-1", .whole), ("bytes=0 - 1", .whole),
            ("bytes=٣-٤", .whole),
        ] as [(String, ByteRange)]
    )
    func form(field: String, range: ByteRange) {
        #expect(ByteRange(field, size: 10) == range)
    }
}
