internal import ArgumentParser

/// What to do about a command line that was understood in part.
enum UsageHint {
    /// - Parameters:
    ///   - message: what is wrong with it.
    ///   - arguments: those after the program's name.
    ///   - root: the command that they belong to.
    /// - Returns: how such a value is written, where that is what is wrong, else the help of the command that was meant.
    static func hint(_ message: String, for arguments: [String], below root: any ParsableCommand.Type) -> String {
        if message.contains("<time>'"), message.contains("is invalid for") {
            return "a time is a number of seconds, or such as 90d, 12h or 1h30m"
        }
        var command = root
        var path = SubcommandHint.name(of: root)
        for argument in arguments {
            let below = SubcommandHint.subcommands(of: command)
            guard let next = below.first(where: { SubcommandHint.names(of: $0).contains(argument) }) else { break }
            command = next
            path += " " + SubcommandHint.name(of: next)
        }
        return "\(path) --help has an example"
    }
}
