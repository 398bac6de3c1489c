internal import ArgumentParser
internal import Foundation
internal import OutpostCore
internal import OutpostStore

/// Begins an agent of one's own: `outpost agents new`.
struct AgentsNewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Writes the three files of an agent of your own, which works as it is.",
        discussion: """
            Nothing is replaced: a folder of that name that is there already is left as it
            is.

            EXAMPLE
              outpost agents new tidy --agents-dir my-agents
              outpost run tidy "sort the imports" --agents-dir my-agents
            """
    )

    @Argument(help: "The agent's name: lower-case letters, digits and '-'.")
    var name: String

    @Option(
        name: .long,
        help: ArgumentHelp(
            "The directory of your agents. Default: $OUTPOST_AGENTS_DIR, else this one.",
            valueName: "dir"
        )
    )
    var agentsDir: String?

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    /// What was made.
    private struct Answer: Encodable {
        let agent: String
        let folder: String
        let files: [String]
    }

    /// Whether an agent that came with the program has the name, and so is passed over for this one.
    private var replacesOne: Bool {
        let shipped = AgentDirectories(named: nil, executable: Bundle.main.executablePath ?? CommandLine.arguments[0])
        let directories = (try? shipped.resolve()) ?? []
        return directories.contains { FileManager.default.fileExists(atPath: "\($0)/\(name)/agent.yaml") }
    }

    func run() async throws {
        guard AgentManifest.isName(name) else {
            throw CommandFailure(
                .usage,
                "'\(name)' is no name for an agent",
                hint: "up to 32 lower-case letters, digits and '-', a letter first"
            )
        }
        let variable = ProcessInfo.processInfo.environment["OUTPOST_AGENTS_DIR"].flatMap { $0.isEmpty ? nil : $0 }
        let directory = agentsDir ?? variable ?? "."
        let template = AgentTemplate(name: name)
        try template.write(into: directory)
        let folder = directory == "." ? name : directory + "/" + name
        if json {
            return try Console().printJSON(Answer(agent: name, folder: folder, files: template.files.map { $0.name }))
        }
        Console().print("\(folder)/: agent.yaml, Dockerfile, run")
        if replacesOne {
            Console().note(
                "where \(directory) is looked into, it takes the place of the agent \(name) that came with Outpost"
            )
        }
        Console().note(
            "try it: outpost run \(name) \"say hello\" --no-repo --agents-dir \(ShellWord.quoted(directory))"
        )
    }
}

/// The three files of an agent without a model.
struct AgentTemplate {
    let name: String

    var files: [(name: String, text: String, isProgram: Bool)] {
        [("agent.yaml", manifest, false), ("Dockerfile", Self.dockerfile, false), ("run", Self.program, true)]
    }

    /// - Throws: ``CommandFailure`` where the folder is there.
    func write(into directory: String) throws {
        let folder = directory + "/" + name
        let files = FileManager.default
        guard (try? files.attributesOfItem(atPath: folder)) == nil else {
            throw CommandFailure(
                .conflict,
                "\(folder) is there already, and was left as it is",
                hint: "choose another name"
            )
        }
        do {
            try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
            for file in self.files {
                var writer = try FileWriter(creating: folder + "/" + file.name)
                try writer.write(Array(file.text.utf8)[...])
                try files.setAttributes(
                    [.posixPermissions: file.isProgram ? 0o755 : 0o644],
                    ofItemAtPath: folder + "/" + file.name
                )
            }
        } catch {
            throw CommandFailure(.storage, "\(folder) cannot be written: \(ErrorText.sentence(error))")
        }
    }

    private var manifest: String {
        """
        schema: 1
        name: \(name)
        summary: Says what its task is
        image: outpost-local/\(name)
        maxConcurrent: 5
        # With a model its requests go to $OUTPOST_MODEL_URL, with $OUTPOST_MODEL_TOKEN in place of the key:
        # model:
        #   dialect: anthropic                # or responses, chat, gemini
        #   upstream: https://api.anthropic.com
        #   auth: { header: x-api-key, secret: ANTHROPIC_API_KEY }
        #   ids:
        #     - { id: claude-opus-5-5, tier: flagship }

        """
    }

    private static let dockerfile = """
        ARG BASE=outpost/base
        FROM ${BASE}
        # RUN apt-get update && apt-get install -y --no-install-recommends …
        COPY run /opt/outpost/run
        RUN chmod 0755 /opt/outpost/run

        """

    private static let program = #"""
        #!/bin/bash
        # Works in the repository's folder without a network but the door's. Its output is the log, its exit status the result.
        set -euo pipefail
        echo "the task: $(cat "$OUTPOST_TASK_FILE")"
        mkdir -p "$OUTPOST_ARTIFACTS"
        cp "$OUTPOST_TASK_FILE" "$OUTPOST_ARTIFACTS/task-as-read.md"

        """#
}
