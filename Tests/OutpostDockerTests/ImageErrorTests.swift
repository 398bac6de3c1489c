internal import OutpostCore
internal import TestSupport
internal import Testing

@testable internal import OutpostDocker

@Suite("Images that cannot be made")
struct ImageErrorTests {
    @Test("are told in words, with the last of the build's output")
    func words() {
        #expect(
            ErrorText.sentence(ImageError.buildFailed(image: "outpost/a:1", message: "npm ERR! 404"))
                == "the image outpost/a:1 could not be built:\nnpm ERR! 404"
        )
        #expect(
            ErrorText.sentence(ImageError.noBaseImage(tried: ["debian:a", "b"], message: "no such host"))
                == "there is no base image (debian:a, b), and it could not be pulled: no such host"
        )
    }

    @Test("The build's output comes without colours, also where a sequence came in two pieces")
    func colours() {
        var tail = OutputTail()
        tail.append("\u{1B}[91mnpm ERR!\u{1B}[")
        tail.append("0m 404\n")
        #expect(tail.text == "npm ERR! 404\n")
    }

    private static let vanished = [
        "No such image: sha256:1f", "unable to find image 'sha256:1f'",
        "failed to get digest sha256:1f: open …: no such file or directory",
    ]

    @Test("A build whose cached step others removed is made again, without the cache", arguments: vanished)
    func vanishedLayer(words: String) async throws {
        let requests = try await build([Self.failure(words), RawAnswer.json(#"{"aux":{"ID":"sha256:2"}}"# + "\n")])
        #expect(requests.map { $0.target.contains("nocache=1") } == [false, true])
    }

    @Test("A build that fails for another reason, or over and over, is not")
    func otherFailures() async throws {
        await #expect(throws: ImageError.self) { _ = try await build([Self.failure("The command returned 1")]) }
        let vanished = Self.failure("No such image: sha256:1f")
        await #expect(throws: ImageError.self) { _ = try await build([vanished, vanished, vanished]) }
    }

    private static let missing = [
        "pull access denied for sha256:1f, repository does not exist or may require 'docker login'",
        "manifest for a@sha256:1f not found: manifest unknown: it does not exist",
        "COPY failed: stat …/sha256:1f/a: no such file or directory",
        "ADD failed: stat …/sha256:1f/a: no such file or directory",
    ]

    @Test("A build that lacks what a registry or its own folder should have is not made again", arguments: missing)
    func missingSource(words: String) async throws {
        let failure = await #expect(throws: ImageError.self) {
            _ = try await build([Self.failure(words), RawAnswer.json(#"{"aux":{"ID":"sha256:2"}}"# + "\n")])
        }
        #expect(failure.map { ErrorText.sentence($0).contains(words) } == true)
    }

    private static func failure(_ words: String) -> RawAnswer {
        .json(#"{"errorDetail":{"message":"\#(words)"},"error":"\#(words)"}"# + "\n")
    }

    private func build(_ answers: [RawAnswer]) async throws -> [RawRequest] {
        let base = AgentFolder(manifest: nil, path: "/base", files: [])
        return try await DriverBench.run(client: answers) { client in
            let catalog = AgentCatalog(agents: [:], base: base)
            let builder = ImageBuilder(client: client, catalog: catalog, settings: .init()) { _ in false }
            try await builder.build(.init(name: "a", reference: "outpost/a:1", files: [], arguments: [:])) { _ in }
        }
    }
}
