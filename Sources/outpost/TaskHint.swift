/// Words for those whose task looks like an option.
enum TaskHint {
    /// Refuses `outpost run claude "-h is broken"`, whose letters would be read as options one by one.
    ///
    /// - Throws: ``CommandFailure``.
    static func refuseTaskLikeOption(in arguments: [String]) throws {
        guard arguments.count > 2, takers.contains(arguments[1]) else { return }
        for argument in arguments.dropFirst(2) {
            if argument == "--" { return }
            guard argument.hasPrefix("-"), argument.contains(where: \.isWhitespace) else { continue }
            let name = argument.prefix { $0 != "=" }
            guard name.contains(where: \.isWhitespace) || name == argument else { continue }
            throw CommandFailure(
                .task,
                "'\(argument.prefix(40))' begins with '-' and was not taken as a task",
                hint: advice(arguments[1])
            )
        }
    }

    /// The hint for a command line that could not be read, if this may be the cause.
    static func hint(for arguments: [String]) -> String? {
        guard arguments.count > 3, takers.contains(arguments[1]), !arguments.contains("--") else { return nil }
        // A single letter is an option.
        let isLikely = arguments.dropFirst(2).contains {
            $0.hasPrefix("-") && !$0.hasPrefix("--") && $0.utf8.count > 2
        }
        return isLikely ? advice(arguments[1]) : nil
    }

    /// The commands that take a task.
    private static let takers: Set<String> = ["run", "dispatch"]

    private static func advice(_ command: String) -> String {
        "a task that begins with '-' is written last, after '--': outpost \(command) AGENT -- \"-…\""
    }
}
