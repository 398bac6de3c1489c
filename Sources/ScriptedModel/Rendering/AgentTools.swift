/// A tool that reads, writes or edits a file, under whichever names the agent gave it and its parameters.
struct FileTool: Sendable, Equatable {
    static let writeNames = ["Write", "write_file", "create_file", "write"]
    static let editNames = ["Edit", "replace", "edit_file", "str_replace", "search_replace", "edit"]
    static let pathNames = ["file_path", "path", "filePath", "absolute_path", "target_file"]
    static let contentNames = ["content", "contents", "file_text", "text"]
    static let oldNames = ["old_string", "old_str", "oldString", "old_text"]
    static let newNames = ["new_string", "new_str", "newString", "new_text"]

    let name: String
    let path: String
    /// The parameters beside the path, in the order asked for.
    let others: [String]
    private let needsInstruction: Bool

    init?(_ tool: OfferedTool, names: [String], parameters: [[String]]) {
        guard names.contains(tool.name), let path = tool.parameter(among: Self.pathNames) else { return nil }
        let others = parameters.compactMap(tool.parameter)
        guard others.count == parameters.count else { return nil }
        name = tool.name
        self.path = path
        self.others = others
        // The Gemini CLI's `replace` wants to be told why.
        needsInstruction = tool.parameters["instruction"] != nil
    }

    func arguments(_ texts: [(String, String)]) -> ToolCall.Input {
        var members = Dictionary(texts.map { ($0.0, JSON.string($0.1)) }) { _, last in last }
        if needsInstruction { members["instruction"] = "Make the scripted change." }
        return .arguments(.object(members))
    }
}

/// A tool that runs a shell command.
struct ShellTool: Sendable, Equatable {
    static let names = [
        "exec_command", "shell_command", "shell", "container.exec", "Bash", "bash", "run_shell_command",
        "run_terminal_command", "run_terminal_cmd", "execute_command",
    ]

    let name: String
    private let command: String
    private let takesWords: Bool
    private let needsDescription: Bool

    init?(_ tool: OfferedTool) {
        guard Self.names.contains(tool.name), let command = tool.parameter(among: ["cmd", "command", "script"])
        else { return nil }
        name = tool.name
        self.command = command
        takesWords = tool.parameters[command] == "array"
        needsDescription = tool.parameters["description"] != nil
    }

    func arguments(_ script: String) -> ToolCall.Input {
        var members: [String: JSON] = [command: takesWords ? ["sh", "-c", .string(script)] : .string(script)]
        if needsDescription { members["description"] = "Run a scripted command" }
        return .arguments(.object(members))
    }
}
