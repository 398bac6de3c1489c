internal import DockerEngine
internal import OutpostCore
internal import OutpostStore
internal import Testing

@testable internal import outpost

@Suite("The command line")
struct CommandLineTests {
    @Test(
        "reads a time in seconds, or in units from large to small",
        arguments: [
            ("600", 600), ("1", 1), ("90s", 90), ("10m", 600), ("1h", 3600), ("1h30m", 5400), ("1h30m5s", 5405),
            ("1h5s", 3605),
            ("24h", 86_400), ("0h30s", 30), ("99999s", 99_999),
        ]
    )
    func time(text: String, seconds: Int) {
        #expect(TimeSpan(argument: text)?.seconds == seconds)
    }

    @Test(
        "refuses a time that could mean anything else",
        arguments: [
            "", "0", "-5", "s", "m10", "10x", "1m1h", "1h1h", "1h30", "1.5h", "10 m", "0s", "100000s", "١٠s",
            "99999999999999999999",
        ]
    )
    func noTime(text: String) {
        #expect(TimeSpan(argument: text) == nil)
    }

    @Test("ends with a status of its own for every kind of end, and lists them all in its help")
    func statuses() {
        let codes = CommandStatus.allCases.map(\.code)
        #expect(Set(codes).count == codes.count)
        #expect(codes.allSatisfy { (0...255).contains($0) })
        #expect(CommandStatus.success.code == 0)
        #expect(CommandStatus.timeout.code == 124)
        #expect(CommandStatus.cancelled.code == 130)
        let lines = CommandStatus.table.split(separator: "\n")
        #expect(lines.count == codes.count)
        for (line, code) in zip(lines, codes) {
            let words = line.split(separator: " ", maxSplits: 1)
            #expect(words.first.map(String.init) == String(code))
            #expect((words.last?.count ?? 0) > 10)
        }
    }

    private static let failures: [(any Error & Sendable, CommandStatus)] = [
        (InvalidRequest.unknownAgent(name: "x", known: []), .agent), (InvalidRequest.task("empty"), .task),
        (InvalidRequest.unknownModel(agent: "a", model: "m", known: []), .model),
        (InvalidRequest.timeout(seconds: 1), .usage),
        (InvalidRequest.repository("r"), .repository),
        (InvalidRequest.reference(name: "n", repository: "r"), .reference),
        (InvalidRequest.missingSecret(name: "K", agent: "a"), .secret), (InvalidRequest.upstream("u"), .usage),
        (InvalidRequest.secretName(name: "K", reason: "r"), .secret),
        (AgentFolderError.missingFile(path: "p", file: "run"), .agent),
        (DockerError.unavailable(.refused, "no"), .noEngine), (DockerError.unavailable(.lost, "no"), .noEngine),
        (DockerError.unavailable(.timedOut, "no"), .engineHangs),
        (DockerError.server(status: 500, "no"), .infrastructure),
        (ContainerError.imageMissing("no"), .image), (ContainerError.unavailable("no"), .noEngine),
        (ContainerError.refused("no"), .infrastructure), (DataDirectoryError.inUse(path: "p"), .storage),
        (DataDirectoryError.openToOthers(path: "p"), .storage), (DataDirectoryError.foreignOwner(path: "p"), .storage),
    ]

    @Test("turns the layers' errors into a status and words", arguments: failures.indices)
    func wrapping(index: Int) throws {
        let (error, status) = Self.failures[index]
        let failure = try #require(CommandFailure.wrapping(error) as? CommandFailure)
        #expect(failure.status == status)
        #expect(!failure.message.isEmpty)
    }

    @Test("suggests the agent that was meant, and nothing far-fetched")
    func suggestion() {
        func message(_ name: String) -> String {
            CommandFailure(InvalidRequest.unknownAgent(name: name, known: ["aider", "claude", "codex"])).message
        }
        #expect(message("cluade").hasSuffix("did you mean 'claude'?"))
        #expect(message("codx").hasSuffix("did you mean 'codex'?"))
        #expect(!message("gemini").contains("did you mean"))
    }

    @Test(
        "stops a task that would be read as options, and hints at the way",
        arguments: [
            (["outpost", "run", "claude", "-h is broken"], true),
            (["outpost", "run", "claude", "--repo is wrong"], true),
            (["outpost", "run", "claude", "--", "-h is broken"], false),
            (["outpost", "run", "claude", "fix -h"], false),
            (["outpost", "run", "claude", "x", "--repo=/a folder/b"], false),
            (["outpost", "run", "claude", "-h"], false),
            (["outpost", "agents", "list", "-x y"], false), (["outpost"], false),
        ]
    )
    func taskLikeOption(arguments: [String], isRefused: Bool) {
        var status: CommandStatus?
        do {
            try TaskHint.refuseTaskLikeOption(in: arguments)
        } catch {
            status = (error as? CommandFailure)?.status
        }
        #expect(status == (isRefused ? .task : nil))
    }

    @Test("hints at '--' only where it may help")
    func hint() {
        #expect(TaskHint.hint(for: ["outpost", "run", "claude", "-fix"]) != nil)
        #expect(TaskHint.hint(for: ["outpost", "run", "claude", "--repo"]) == nil)
        #expect(TaskHint.hint(for: ["outpost", "run", "claude", "--", "-fix"]) == nil)
        #expect(TaskHint.hint(for: ["outpost", "demo", "x", "-y"]) == nil)
    }
}
