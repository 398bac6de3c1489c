internal import ArgumentParser
internal import DockerEngine
internal import Foundation
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
        let missing = UsageHint.hint(
            "Missing expected argument '<id>'",
            for: ["artifacts", "get"],
            below: Outpost.self
        )
        #expect(missing == "outpost artifacts get --help has an example")
        let time = UsageHint.hint("The value 'x' is invalid for '--expires <time>'", for: ["keys"], below: Outpost.self)
        #expect(time.contains("90d"))
        #expect(TaskHint.hint(for: ["outpost", "dispatch", "claude", "fix", "-q", "--no-repo"]) == nil)
        #expect(
            TaskHint.hint(for: ["outpost", "dispatch", "claude", "-fix"])?.contains("outpost dispatch AGENT") == true
        )
    }

    @Test(
        "a command that does not exist is named with the one that was meant, at every level",
        arguments: [
            (["rnu"], "did you mean 'run'?"), (["tenants", "lst"], "did you mean 'list'?"),
            (["artifacts", "gte", "@last"], "did you mean 'get'?"),
            (["secrets", "banana"], "'outpost secrets' has no command 'banana'"),
            (["dispach", "claude", "x"], "did you mean 'dispatch'?"),
        ]
    )
    func subcommand(arguments: [String], words: String) throws {
        let failure = try #require(SubcommandHint.failure(for: arguments, below: Outpost.self))
        #expect(failure.status == .usage)
        #expect(failure.message.contains(words), "\(failure.message)")
    }

    @Test(
        "what is wrong elsewhere in a command line is no misspelt command",
        arguments: [["run"], ["tenants"], ["artifacts", "list", "x"], ["--nonsense"], ["help", "rnu"], []]
    )
    func noSubcommand(arguments: [String]) {
        #expect(SubcommandHint.failure(for: arguments, below: Outpost.self) == nil)
    }

    @Test("every command says what it does, has an example, and is named once")
    func help() {
        func check(_ command: any ParsableCommand.Type, _ path: String) {
            let below = SubcommandHint.subcommands(of: command)
            let names = below.flatMap(SubcommandHint.names)
            #expect(Set(names).count == names.count, "\(path)")
            for next in below {
                let name = "\(path) \(SubcommandHint.name(of: next))"
                #expect(!next.configuration.abstract.isEmpty, "\(name)")
                #expect(next.configuration.discussion.contains("EXAMPLE"), "\(name)")
                check(next, name)
            }
        }
        check(Outpost.self, "outpost")
    }

    @Test("a label has a name, a colon and a value, which may have colons of its own")
    func tag() {
        #expect(Tag(argument: "team:core:x")?.name == "team")
        #expect(Tag(argument: "team:core:x")?.value == "core:x")
        #expect(Tag(argument: "team:")?.value == "")
        for text in ["team", ":core", ""] { #expect(Tag(argument: text) == nil) }
    }
}
