internal import ArgumentParser
internal import OutpostCore

/// The command line.
@main
struct Outpost: AsyncParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "outpost",
        abstract: "Runs AI coding agents in isolated containers on a Docker Engine that you own.",
        discussion: """
            Try it without any key:
              outpost demo
            Run an agent on a repository:
              outpost run claude "add a test for parse()" --repo .
            Give a task to a server:
              outpost dispatch claude "add a test" --repo owner/name --follow

            EXIT STATUS
            \(CommandStatus.table)
            """,
        version: version,
        groupedSubcommands: [
            CommandGroup(
                name: "ON THIS MACHINE",
                subcommands: [RunCommand.self, DemoCommand.self, AgentsCommand.self]
            ),
            CommandGroup(
                name: "ON A SERVER",
                subcommands: [
                    DispatchCommand.self, ListCommand.self, ShowCommand.self, LogsCommand.self, WaitCommand.self,
                    CancelCommand.self, DiffCommand.self, ApplyCommand.self, PromoteCommand.self,
                    ArtifactsCommand.self, WorkspacesCommand.self, LoginCommand.self, LogoutCommand.self,
                ]
            ),
            CommandGroup(
                name: "TO KEEP A SERVER",
                subcommands: [
                    ServeCommand.self, TenantsCommand.self, KeysCommand.self, SecretsCommand.self,
                    GitCredentialsCommand.self, EgressCommand.self, WebhooksCommand.self, AuditCommand.self,
                    CollectCommand.self,
                    BackupCommand.self, EngineCommand.self, DoctorCommand.self,
                ]
            ),
            CommandGroup(name: "OTHER", subcommands: [VersionCommand.self, CompletionsCommand.self, ManCommand.self]),
        ]
    )

    static func main() async {
        await Console.$terminalColumns.withValue(await TerminalSize.measured()) { await perform() }
    }

    private static func perform() async {
        do {
            try TaskHint.refuseTaskLikeOption(in: CommandLine.arguments)
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let failure as CommandFailure {
            Console().failure(failure)
            exit(withError: ExitCode(failure.status.code))
        } catch  where exitCode(for: error) == .validationFailure {
            let arguments = Array(CommandLine.arguments.dropFirst())
            let text = message(for: error)
            let hint =
                TaskHint.hint(for: CommandLine.arguments) ?? UsageHint.hint(text, for: arguments, below: Self.self)
            Console().failure(
                SubcommandHint.failure(for: arguments, below: Self.self)
                    ?? SubcommandHint.withoutJSON(arguments, below: Self.self, message: text)
                    ?? CommandFailure(.usage, text, hint: hint)
            )
            exit(withError: ExitCode(CommandStatus.usage.code))
        } catch let status as ExitCode {
            exit(withError: status)
        } catch  where exitCode(for: error) == .success {
            exit(withError: error)
        } catch {
            // What no layer has words for is a fault of ours, never the agent's.
            Console().failure(CommandFailure(.infrastructure, ErrorText.sentence(error)))
            exit(withError: ExitCode(CommandStatus.infrastructure.code))
        }
    }
}
