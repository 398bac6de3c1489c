/// A word for those whose task looks like an option.
enum TaskHint {
    /// `outpost run claude "-x is broken"` is read as an option; the hint says how to write it.
    static func hint(for arguments: [String]) -> String? {
        guard arguments.count > 3, arguments[1] == "run", !arguments.contains("--"),
            arguments[3].hasPrefix("-"), arguments[3].contains(where: \.isWhitespace) || arguments.count == 4
        else { return nil }
        return "a task that begins with '-' is written after '--': outpost run \(arguments[2]) -- \"\(arguments[3])\""
    }
}
