internal import ArgumentParser
internal import CurlHTTP
internal import Foundation
internal import OutpostAPI

/// Gives a server a task for an agent: `outpost dispatch`.
struct DispatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dispatch",
        abstract: "Gives an agent a task on a server, which queues and runs it.",
        discussion: """
            It prints the dispatch's id. With --wait or --follow it stays until the agent
            has ended, and exits as outpost run does; Ctrl-C then ends the command and not
            the dispatch.

            EXAMPLES
              outpost dispatch claude "add a test for parse()" --repo owner/name --follow
              ID=$(outpost dispatch codex --task-file task.md --repo owner/name -q)
              git log -5 | outpost dispatch claude - --tag team:core --wait --notify
              outpost dispatch claude,codex "fix the failing test" --repo owner/name
              outpost dispatch aider "update the packages" --repo owner/name \\
                --secret NPM_TOKEN --expires 7d
            """
    )

    @Argument(help: "The agent's name, or several with commas between them.")
    var agent: String

    @Argument(help: "What to do; '-' reads it from standard input. A task that begins with '-' is written after '--'.")
    var task: String?

    @Option(
        name: .long,
        help: ArgumentHelp("Read the task from a file, or from standard input with '-'.", valueName: "file")
    )
    var taskFile: String?

    @Option(name: .long, help: ArgumentHelp("The repository: owner/name, or a URL.", valueName: "name|url"))
    var repo: String?

    @Option(name: .long, help: "Branch, tag or commit to start from. Default: the repository's own.")
    var branch: String?

    @Option(name: .long, help: "A model id, or flagship, balanced, fast.")
    var model: String?

    @Option(name: .long, help: "How long the agent may run: 600, 90s, 10m, 1h30m. Default: the server's.")
    var timeout: TimeSpan?

    @Option(name: .long, help: "What to lay before the task of the repository: none, minimal, standard, full.")
    var context: String?

    @Flag(name: .long, help: "Work in the volume that the tenant keeps for this repository.")
    var persistent = false

    @OptionGroup var extras: DispatchExtras

    @Option(name: .long, help: ArgumentHelp("A label, such as team:core; may be repeated.", valueName: "name:value"))
    var tag: [Tag] = []

    @Option(name: .long, help: "What makes the request the same as an earlier one. Default: a fresh key.")
    var idempotencyKey: String?

    @Flag(name: .long, help: "Stay until the dispatch has ended.")
    var wait = false

    @Flag(name: [.customShort("f"), .long], help: "Stay until then, and print what the agent says.")
    var follow = false

    @Flag(name: .long, help: "Ring when it has ended.")
    var notify = false

    @Flag(name: .shortAndLong, help: "Print the id only.")
    var quiet = false

    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        guard !notify || wait || follow else { throw ValidationError("--notify goes with --wait or --follow") }
        guard !follow || !agent.contains(",") else {
            throw ValidationError("--follow takes one agent; several go with --wait")
        }
    }

    func run() async throws {
        let body = try request()
        try await connection.call { server in
            let accepted = try await submit(body, to: server)
            let output = WaitOutput(json: connection.json, quiet: quiet, notify: notify)
            if !(connection.json && (wait || follow)) { try show(accepted) }
            guard wait || follow else { return }
            try await DispatchWait(connection: server, output: output).run(accepted.ids, printsLog: follow)
        }
    }

    private func request() throws -> DispatchRequestBody {
        let source = task == "-" ? TaskSource(task: nil, file: taskFile ?? "-") : TaskSource(task: task, file: taskFile)
        var body = try DispatchRequestBody(
            agents: agent,
            task: try source.read(example: "outpost dispatch \(agent) \"what to do\""),
            repository: repo,
            idempotencyKey: idempotencyKey ?? Generator.uuid()
        )
        body.branch = branch
        body.modelId = model
        body.timeoutSeconds = timeout?.seconds
        body.context = context
        body.workspaceMode = persistent ? "persistent" : nil
        try extras.add(to: &body, environment: ProcessInfo.processInfo.environment, now: Date())
        body.tags = tag.isEmpty ? nil : Dictionary(tag.map { ($0.name, $0.value) }) { _, last in last }
        return body
    }

    /// Asks until there is an answer: the idempotency key makes one dispatch of however many requests arrive.
    private func submit(_ body: DispatchRequestBody, to server: ServerConnection) async throws -> Accepted {
        var patience = Patience(.seconds(10))
        while true {
            do {
                let answer: Envelope<JSONValue> = try await server.call("POST", "/dispatch", body)
                for warning in answer.meta.warnings ?? [] { Console().note("outpost: \(warning)") }
                return try Accepted(answer.data)
            } catch let error as CurlError {
                guard case .connectionLost = error else { throw error }
                try await patience.wait(orThrow: error)
            }
        }
    }

    private func show(_ accepted: Accepted) throws {
        let console = Console()
        if connection.json { return try console.printJSON(accepted.body) }
        for dispatch in accepted.dispatches {
            if quiet { console.print(dispatch.dispatchId); continue }
            let place = dispatch.queuePosition == 0 ? "" : ", \(dispatch.queuePosition) before it"
            let replay = dispatch.idempotent == true ? " (as before)" : ""
            let agent = accepted.dispatches.count > 1 ? " \(dispatch.agent)" : ""
            console.print("\(dispatch.dispatchId)\(agent) \(dispatch.status)\(place)\(replay)")
        }
    }

    /// The answer, for one agent or for several.
    private struct Accepted {
        let body: JSONValue
        let dispatches: [DispatchAccepted]

        var ids: [String] { dispatches.map(\.dispatchId) }

        init(_ body: JSONValue) throws {
            self.body = body
            let data = try APICoding.encode(body)
            dispatches =
                try (try? APICoding.decode(BatchAccepted.self, from: data))?.dispatches
                ?? [APICoding.decode(DispatchAccepted.self, from: data)]
        }
    }
}

/// A label on the command line.
struct Tag: ExpressibleByArgument, Equatable {
    let name: String
    let value: String

    init?(argument: String) {
        guard let colon = argument.firstIndex(of: ":"), colon != argument.startIndex else { return nil }
        name = String(argument[..<colon])
        value = String(argument[argument.index(after: colon)...])
    }

    var text: String { "\(name):\(value)" }
}
