internal import CurlHTTP
internal import Foundation
internal import OutpostCore
internal import OutpostDocker
internal import TestSupport
internal import Testing

@testable internal import outpost

@Suite("The choice of agents' programs", .timeLimit(.minutes(10)))
struct HarnessSettingsTests {
    private static let catalog: AgentCatalog = {
        let needs = AgentHarness.Requirement(url: "https://registry.test", mirror: "SAMPLE_REGISTRY")
        let manifest = AgentManifest(
            name: "sample",
            summary: "A sample",
            image: "test/sample",
            harnesses: [AgentHarness(name: "official", program: "Sample 1", needs: needs)]
        )
        return AgentCatalog(
            agents: ["sample": AgentFolder(manifest: manifest, path: "/sample", files: [])],
            base: AgentFolder(manifest: nil, path: "/base", files: [])
        )
    }()

    private func images(_ environment: [String: String]) throws -> ImageBuilder.Settings {
        try HostSettings.images(environment.merging(["OUTPOST_CA_CERTIFICATES": ""]) { $1 }, Self.catalog)
    }

    @Test("comes from OUTPOST_HARNESS")
    func environment() throws {
        #expect(try images([:]).harnesses == HarnessChoice())
        #expect(try images(["OUTPOST_HARNESS": ""]).harnesses == HarnessChoice())
        #expect(try images(["OUTPOST_HARNESS": "sample=official"]).harnesses.names == ["sample": "official"])
        #expect(throws: CommandFailure.self) { try images(["OUTPOST_HARNESS": "official"]) }
    }

    @Test(
        "is refused for agents and programs that there are not, with what is near",
        arguments: [
            ("sampel=official", "OUTPOST_HARNESS: there is no agent 'sampel'; did you mean 'sample'?"),
            ("sample=oficial", "OUTPOST_HARNESS: sample cannot be 'oficial'; did you mean 'official'?"),
        ]
    )
    func unknown(text: String, words: String) throws {
        let failure = #expect(throws: CommandFailure.self) { try images(["OUTPOST_HARNESS": text]) }
        #expect(failure?.message == words)
    }

    @Test("is one of agents that are there, as a model's upstream is; one that is broken may be named")
    func upstreams() throws {
        let broken = AgentFolderError.unreadable(path: "/broken", reason: "it is broken")
        let catalog = AgentCatalog(agents: Self.catalog.agents, base: Self.catalog.base, broken: ["broken": broken])
        try catalog.checkNames(["sample", "broken"], in: "--model-upstream")
        try catalog.checkHarnesses(HarnessChoice(["broken": "any"]), in: "--harness")
        let failure = #expect(throws: CommandFailure.self) {
            try catalog.checkNames(["samples"], in: "--model-upstream")
        }
        #expect(failure?.message == "--model-upstream: there is no agent 'samples'; did you mean 'sample'?")
    }

    @Test("of a server comes from the flag, the environment, the file")
    func server() throws {
        func names(
            _ flags: [ServeKey: String],
            _ environment: [String: String],
            _ file: [ServeKey: String]
        ) throws
            -> [String: String]
        {
            let file = ServeFile(path: "f", values: file.mapValues { ServeFile.Value(text: $0, line: 1) })
            return try ServeSettings(flags: flags, environment: environment, file: file, isRoot: false).harnesses.names
        }
        #expect(try names([:], [:], [:]) == [:])
        #expect(try names([:], [:], [.harness: "a=file"]) == ["a": "file"])
        #expect(try names([:], ["OUTPOST_HARNESS": "a=variable"], [.harness: "a=file"]) == ["a": "variable"])
        #expect(try names([.harness: "a=flag,b=c"], ["OUTPOST_HARNESS": "a=x"], [:]) == ["a": "flag", "b": "c"])
        #expect(throws: CommandFailure.self) { try names([.harness: "a"], [:], [:]) }
    }

    @Test("refuses a folder of certificates that is not there, before an image is built without them")
    func certificates() {
        let failure = #expect(throws: CommandFailure.self) {
            try HostSettings.images(["OUTPOST_CA_CERTIFICATES": "/nowhere"], Self.catalog)
        }
        #expect(failure?.message == "OUTPOST_CA_CERTIFICATES: /nowhere is no folder that can be read")
    }

    @Test("knows the mirrors that agents name, and refuses one with a password, which images would show")
    func mirrors() throws {
        let environment = ["SAMPLE_REGISTRY": "https://mirror.test/npm/", "OTHER_REGISTRY": "https://other.test"]
        #expect(try images(environment).mirrors == ["SAMPLE_REGISTRY": "https://mirror.test/npm"])
        #expect(try images(["SAMPLE_REGISTRY": ""]).mirrors == [:])
        for wrong in ["https://user:secret@mirror.test", "mirror.test"] {
            let failure = #expect(throws: CommandFailure.self) { try images(["SAMPLE_REGISTRY": wrong]) }
            #expect(failure?.message.contains("secret") == false)
        }
    }

    @Test(
        "takes a server that answers without an error for reachable",
        arguments: [(200, true), (302, true), (404, false), (503, false)]
    )
    func probe(status: Int, isReachable: Bool) async throws {
        try await RawServer.withServer(.tcp, answers: [.json("{}", status: status)]) { server in
            #expect(await SourceProbe(curl: CurlClient()).answers(server.url) == isReachable)
        }
    }

    @Test("gives a server up that does not answer, or is not there")
    func silence() async throws {
        let probe = SourceProbe(curl: CurlClient(), patience: .milliseconds(200))
        try await RawServer.withServer(.tcp, answers: [.hang]) { server in
            #expect(await probe.answers(server.url + "/") == false)
        }
        #expect(await probe.answers("http://127.0.0.1:1/") == false)
        #expect(await probe.answers("http://no-such-host.invalid/") == false)
    }

    @Test("is told by the list of agents also where no engine answers")
    func list() async throws {
        let lister = HarnessLister(catalog: Self.catalog, builder: nil)
        #expect(await lister.text(for: "sample") == "Sample 1 (not built)")
        #expect(await lister.built("sample") == nil)
        #expect(lister.candidates("nobody").isEmpty)
    }
}
