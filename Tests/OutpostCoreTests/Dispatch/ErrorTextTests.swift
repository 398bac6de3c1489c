internal import Testing

@testable internal import OutpostCore

@Suite("Errors as sentences", .timeLimit(.minutes(10)))
struct ErrorTextTests {
    private static let problem = AgentFolderError.missingFile(path: "/a", file: "run")
    private static let errors: [any Error & Sendable] = [
        InvalidRequest.unknownAgent(name: "x", known: ["a", "b"]),
        InvalidRequest.unusableAgent(name: "x", problem: problem),
        InvalidRequest.unknownModel(agent: "a", model: "m", known: ["n"]), InvalidRequest.task("the task is empty"),
        InvalidRequest.timeout(seconds: 1), InvalidRequest.repository("no such repository"),
        InvalidRequest.reference(name: "main", repository: "r"), InvalidRequest.missingSecret(name: "K", agent: "a"),
        InvalidRequest.missingSecrets(names: ["K", "L"], agent: "a", tenant: "t", required: 3),
        InvalidRequest.secretName(name: "K", reason: "it is reserved"), InvalidRequest.upstream("u"),
        AgentFolderError.unreadable(path: "/a", reason: "no such folder"), problem,
        AgentFolderError.manifest(path: "/a", problems: ["name: is absent"]),
        HarnessError.unknown(agent: "a", harness: "h", known: ["i"]),
        HarnessError.noSource(agent: "a", harness: "h", source: "s"),
        HarnessError.unreachable(agent: "a", tried: ["https://npm.test"]),
        ContainerError.imageMissing("no such image"), ContainerError.nameTaken("the name is taken"),
        ArtifactRejection.tooLarge(limit: 7), ArtifactRejection.malformed("a cut header"),
        SecretError.wrongMasterKey(stored: "1", given: "2"), SecretError.malformedMasterKey("not 32 bytes"),
        SecretError.weakPassphrase(minimum: 12), SecretError.unknown(SecretReference(owner: .shared, name: "K")),
        SecretError.damaged(SecretReference(owner: .shared, name: "K")), Unspeakable.fault(["secret"]),
    ]

    /// What a Swift value looks like to a programmer: labels in parentheses, lists in brackets, quoted texts.
    @Test("No error of ours is told in a programmer's words", arguments: errors.indices)
    func words(index: Int) {
        let error = Self.errors[index]
        let sentence = ErrorText.sentence(error)
        #expect(sentence.split(separator: " ").count > 1, "\(sentence)")
        #expect(!sentence.contains("\"") && !sentence.contains("["), "\(sentence)")
        let name = String(reflecting: error).prefix { $0 != "(" }.split(separator: ".").last ?? ""
        #expect(!sentence.contains("\(name)("), "\(sentence)")
    }

    @Test("An error without words is named by its kind, and its details are not told")
    func unspeakable() {
        let sentence = ErrorText.sentence(Unspeakable.fault(["secret"]))
        #expect(sentence == "an error that Outpost has no words for (Unspeakable); its log says more")
    }

    @Test("What a failed image says becomes the dispatch's message without its colours")
    func message() async throws {
        let images = ScriptedImages(failure: HarnessError.unreachable(agent: "a", tried: ["\u{1B}[31mx\u{1B}[0m"]))
        let bench = DispatcherBench(images: images)
        let principal = try await bench.principal()
        let dispatcher = bench.dispatcher()
        let draft = DispatchDraft(agent: "sample", task: "do it")
        let id = try await dispatcher.submit(draft, by: principal).dispatch.id
        let end = try await DispatcherBench.serving(dispatcher) {
            try await bench.repository.state(of: id) { $0.status.isTerminal }.end
        }
        #expect(end?.reason == .image)
        #expect(end?.message == "the image of a cannot be built: x does not answer")
    }
}

private enum Unspeakable: Error {
    case fault([String])
}
