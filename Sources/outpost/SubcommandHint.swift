internal import ArgumentParser

/// Words for those who mistyped the name of a command.
enum SubcommandHint {
    /// What to say of a command line that was not understood; nil where every command in it exists.
    ///
    /// - Parameters:
    ///   - arguments: those after the program's name.
    ///   - root: the command that they belong to.
    /// - Returns: words that name the command which was probably meant.
    static func failure(for arguments: [String], below root: any ParsableCommand.Type) -> CommandFailure? {
        var command = root
        var path = name(of: root)
        for argument in arguments {
            let below = subcommands(of: command)
            guard !below.isEmpty else { return nil }
            guard !argument.hasPrefix("-"), argument != "help" else { return nil }
            guard let next = below.first(where: { names(of: $0).contains(argument) }) else {
                return CommandFailure(
                    .usage,
                    "'\(path)' has no command '\(argument)'"
                        + EditDistance.suggestion(for: argument, among: below.map(name)),
                    hint: "\(path) --help lists them"
                )
            }
            command = next
            path += " " + name(of: next)
        }
        return nil
    }

    /// What to say to who wants JSON of a command that has none to give; nil where something else is wrong.
    ///
    /// - Parameters:
    ///   - arguments: those after the program's name.
    ///   - root: the command that they belong to.
    ///   - message: the argument parser's.
    /// - Returns: words that name the command.
    static func withoutJSON(
        _ arguments: [String],
        below root: any ParsableCommand.Type,
        message: String
    ) -> CommandFailure? {
        guard message.contains("'--json'") else { return nil }
        var (command, path) = (root, name(of: root))
        for argument in arguments {
            guard let next = subcommands(of: command).first(where: { names(of: $0).contains(argument) }) else { break }
            command = next
            path += " " + name(of: next)
        }
        return CommandFailure(
            .usage,
            "'\(path)' takes no --json",
            hint: "what it prints is a text for another program: see \(path) --help"
        )
    }

    static func subcommands(of command: any ParsableCommand.Type) -> [any ParsableCommand.Type] {
        command.configuration.subcommands
    }

    static func name(of command: any ParsableCommand.Type) -> String {
        command.configuration.commandName ?? command._commandName
    }

    static func names(of command: any ParsableCommand.Type) -> [String] {
        [name(of: command)] + command.configuration.aliases
    }
}
