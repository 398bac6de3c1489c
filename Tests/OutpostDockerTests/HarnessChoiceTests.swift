internal import CurlHTTP
internal import DockerEngine
internal import Foundation
internal import OutpostCore
internal import TestSupport
internal import Testing

@testable internal import OutpostDocker

@Suite("Which program an agent's image gets", .timeLimit(.minutes(10)))
struct HarnessChoiceTests {
    private static let catalog = AgentCatalog(
        agents: [
            "one": folder(
                "one",
                [
                    AgentHarness(
                        name: "official",
                        program: "One 1.0",
                        needs: .init(url: "https://registry.test", mirror: "ONE_REGISTRY")
                    ),
                    AgentHarness(name: "two", source: "two"),
                ]
            ),
            "two": folder("two", [AgentHarness(name: "official", program: "Two 2.0")]),
            "remote": folder(
                "remote",
                [AgentHarness(name: "official", program: "R 1", needs: .init(url: "https://registry.test"))]
            ),
        ],
        base: AgentFolder(manifest: nil, path: "/base", files: [])
    )

    private static func folder(_ name: String, _ harnesses: [AgentHarness]) -> AgentFolder {
        AgentFolder(
            manifest: AgentManifest(name: name, summary: name, image: "test/\(name)", harnesses: harnesses),
            path: "/" + name,
            files: [.init(path: "run", contents: [], isExecutable: true)]
        )
    }

    /// What a builder did: the servers that it asked, and its requests to the engine.
    private struct Trace {
        var asked: [String] = []
        var requests: [RawRequest] = []
        var passedOver: [String] = []
    }

    private static let isThere = RawAnswer.json(#"{"Id":"sha256:1","RepoTags":[],"Size":1}"#)
    private static let isMissing = RawAnswer.json(#"{"message":"no such image"}"#, status: 404)
    private static let isBuilt = RawAnswer.json(#"{"aux":{"ID":"sha256:2"}}"# + "\n")

    private func ensure(
        _ agent: String,
        answers: [RawAnswer],
        reachable: Set<String> = [],
        settings: ImageBuilder.Settings = .init(),
        rebuild: Bool = false,
        _ body: (AgentImage) throws -> Void
    ) async throws -> Trace {
        let asked = Observed<[String]>([])
        let passedOver = Observed<[String]>([])
        let folder = try Self.catalog.agent(agent)
        let requests = try await DriverBench.run(client: answers) { client in
            let builder = ImageBuilder(client: client, catalog: Self.catalog, settings: settings) { url in
                asked.update { $0.append(url) }
                return reachable.contains(url)
            }
            let image = try await builder.ensure(folder, rebuild: rebuild) { progress in
                if case .passedOver(_, let harness, _) = progress { passedOver.update { $0.append(harness) } }
            }
            try body(image)
        }
        return Trace(asked: asked.value, requests: requests, passedOver: passedOver.value)
    }

    /// What a build was told, under `buildargs` or `labels`.
    private func told(_ request: RawRequest, _ name: String = "buildargs") throws -> [String: String] {
        let query = try #require(URLComponents(string: request.target)?.queryItems)
        let text = try #require(query.first { $0.name == name }?.value)
        return try JSONDecoder().decode([String: String].self, from: Data(text.utf8))
    }

    @Test("is the one whose image is there, and no server is asked")
    func present() async throws {
        let trace = try await ensure("one", answers: [Self.isMissing, Self.isThere]) { image in
            #expect(image.harness == "Two 2.0 (stand-in)")
            #expect(image.reference.hasPrefix("test/one:"))
        }
        #expect(trace.asked == [])
        #expect(trace.requests.count == 2)
    }

    @Test("is the first one whose source answers")
    func official() async throws {
        let trace = try await ensure(
            "one",
            answers: [Self.isMissing, Self.isMissing, Self.isMissing, Self.isThere, Self.isBuilt],
            reachable: ["https://registry.test"]
        ) { #expect($0.harness == "One 1.0") }
        #expect(trace.asked == ["https://registry.test"])
        let build = try #require(trace.requests.last)
        let arguments = try told(build)
        #expect(arguments["HARNESS"] == "official")
        #expect(arguments["PROGRAM"] == "One 1.0")
        #expect(arguments["BASE"]?.hasPrefix("outpost/base:") == true)
        let labels = try told(build, "labels")
        #expect(labels["outpost.image"] == "one" && labels["outpost.harness"] == "One 1.0" && labels.count == 3)
        #expect(labels["outpost.reference"]?.hasPrefix("test/one:") == true)
    }

    @Test("is the stand-in where that does not answer, on the stand-in's image")
    func standIn() async throws {
        let trace = try await ensure(
            "one",
            answers: [Self.isMissing, Self.isMissing, Self.isMissing, Self.isThere, Self.isBuilt]
        ) { #expect($0.harness == "Two 2.0 (stand-in)") }
        #expect(trace.asked == ["https://registry.test"])
        #expect(trace.passedOver == ["official"])
        let arguments = try told(try #require(trace.requests.last))
        #expect(arguments["HARNESS"] == "two")
        #expect(arguments["PROGRAM"] == "Two 2.0")
        #expect(arguments["BASE"]?.hasPrefix("test/two:") == true)
    }

    @Test("is asked for at the mirror where one is set, which the build is told")
    func mirror() async throws {
        let trace = try await ensure(
            "one",
            answers: [Self.isMissing, Self.isMissing, Self.isMissing, Self.isThere, Self.isBuilt],
            reachable: ["https://mirror.test"],
            settings: .init(mirrors: ["ONE_REGISTRY": "https://mirror.test"])
        ) { #expect($0.harness == "One 1.0") }
        #expect(trace.asked == ["https://mirror.test"])
        #expect(try told(try #require(trace.requests.last))["ONE_REGISTRY"] == "https://mirror.test")
    }

    @Test("is the chosen one, without a question")
    func chosen() async throws {
        let trace = try await ensure(
            "one",
            answers: [Self.isMissing, Self.isMissing, Self.isThere, Self.isBuilt],
            settings: .init(harnesses: HarnessChoice(["one": "official"]))
        ) { #expect($0.harness == "One 1.0") }
        #expect(trace.asked == [])
    }

    @Test("is chosen anew for a rebuild")
    func rebuild() async throws {
        let trace = try await ensure(
            "one",
            answers: [Self.isThere, Self.isBuilt],
            reachable: ["https://registry.test"],
            rebuild: true
        ) { #expect($0.harness == "One 1.0") }
        #expect(trace.asked == ["https://registry.test"])
        #expect(trace.requests.last?.query?.contains("nocache=1") == true)
    }

    @Test("cannot be one that there is not, nor one that cannot be fetched")
    func failures() async throws {
        let wrong = ImageBuilder.Settings(harnesses: HarnessChoice(["one": "three"]))
        await #expect(throws: HarnessError.unknown(agent: "one", harness: "three", known: ["official", "two"])) {
            _ = try await ensure("one", answers: [], settings: wrong) { _ in }
        }
        await #expect(throws: HarnessError.unreachable(agent: "remote", tried: ["https://registry.test"])) {
            _ = try await ensure("remote", answers: [Self.isMissing]) { _ in }
        }
    }

    @Test("is part of the image's tag")
    func tags() async throws {
        let tags = Observed<Set<String>>([])
        for harness in ["official", "two"] {
            let settings = ImageBuilder.Settings(harnesses: HarnessChoice(["one": harness]))
            _ = try await ensure("one", answers: [Self.isThere], settings: settings) { image in
                tags.update { _ = $0.insert(image.reference) }
            }
        }
        #expect(tags.value.count == 2)
    }
}
