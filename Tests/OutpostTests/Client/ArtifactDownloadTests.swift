internal import Foundation
internal import OutpostAPI
internal import TestSupport
internal import Testing

@testable internal import outpost

@Suite("Fetching an artifact", .timeLimit(.minutes(10)))
struct ArtifactDownloadTests {
    private static let text = "twelve bytes"
    /// What sha256sum says of it.
    private static let sum = "d4ce2c527afe674c7a086bd74e256019e3d5dcdb31eeb6eaadef5ada8c4383b9"

    private static func artifact(_ digest: String) -> ArtifactBody {
        ArtifactBody(
            type: "output",
            key: "files/a.txt",
            url: "https://elsewhere.test/artifacts/D/files/files/a.txt?signature=s",
            expiresAt: APITime(.distantFuture),
            sizeBytes: text.utf8.count,
            contentType: "text/plain",
            sha256: digest
        )
    }

    private func fetch(
        _ answers: [RawAnswer],
        _ digest: String,
        _ body: (inout ArtifactDownload, RawServer, TemporaryFolder) async throws -> Void
    ) async throws {
        try await TemporaryFolder.with { folder in
            try await Answers.with(answers) { connection, server in
                var download = ArtifactDownload(
                    connection: connection,
                    id: "D",
                    artifact: Self.artifact(digest),
                    path: folder.path + "/out/a.txt"
                )
                try await body(&download, server, folder)
            }
        }
    }

    private static func part(_ status: Int, _ promised: Int, _ text: String) -> RawAnswer {
        .cut("HTTP/1.1 \(status) OK\r\nContent-Length: \(promised)\r\n\r\n\(text)")
    }

    @Test("goes on after a cut where it broke off, by a range of the same file, at the server's own address")
    func resume() async throws {
        let answers = [Self.part(200, 12, "twelve"), .close, Self.part(206, 6, " bytes")]
        try await fetch(answers, Self.sum) { download, server, folder in
            try await download.run()
            #expect(try folder.read("out/a.txt") == Array(Self.text.utf8))
            #expect(server.requests.map { $0["Range"] } == [nil, "bytes=6-", "bytes=6-"])
            #expect(server.requests.last?["If-Range"] == "\"\(Self.sum)\"")
            #expect(server.requests.allSatisfy { $0.target == "/artifacts/D/files/files/a.txt?signature=s" })
            #expect(try folder.entries("out").count == 1, "nothing is left beside it")
            // The same again asks for nothing.
            try await download.run()
            #expect(server.requests.count == 3)
        }
    }

    @Test("begins anew where what was left is of something else, and keeps nothing that has another digest")
    func wrong() async throws {
        let answers = [Self.part(206, 6, " bytes"), Self.part(200, 12, "twelve bytes")]
        try await fetch(answers, Self.sum) { download, _, folder in
            try folder.write("out/.a.txt.\(Self.sum.prefix(16)).part", "eleven")
            try await download.run()
            #expect(try folder.read("out/a.txt") == Array(Self.text.utf8))
        }
        try await fetch([Self.part(200, 12, "twelve bites")], Self.sum) { download, _, folder in
            let failure = try await #require(throws: CommandFailure.self) { try await download.run() }
            #expect(failure.message.contains("SHA-256"))
            #expect(try folder.entries("out") == [])
        }
    }

    @Test("replaces no file, follows no link, and takes no path out of the folder")
    func safe() async throws {
        try await fetch([], Self.sum) { download, server, folder in
            try folder.write("out/a.txt", "mine")
            let failure = try await #require(throws: CommandFailure.self) { try await download.run() }
            #expect(failure.status == .storage)
            #expect(try folder.read("out/a.txt") == Array("mine".utf8))
            #expect(server.requests.isEmpty)
        }
        var artifact = Self.artifact(Self.sum)
        #expect(try artifact.path(below: "out") == "out/files/a.txt")
        for key in ["../x", "/x", "a//b", "a/../../b", "", "a/.", "x\0"] {
            artifact.key = key
            #expect(throws: CommandFailure.self) { try artifact.path(below: "out") }
        }
    }

    @Test("says what the server says when it is refused")
    func refused() async throws {
        let refusal = Answers.failure(
            409,
            "CONFLICT",
            "a.txt holds a secret and is withheld",
            details: #"{"withheld":[]}"#
        )
        try await fetch([refusal], Self.sum) { download, _, _ in
            let failure = try await #require(throws: CommandFailure.self) { try await download.run() }
            #expect(failure.status == .conflict)
            #expect(failure.hint?.contains("--reveal") == true)
        }
    }
}
