/// The tools that a request offers, seen as ways to do the script's actions.
struct Toolbox: Sendable {
    /// A turn's calls: tool name and input, in order.
    typealias Round = [(name: String, input: ToolCall.Input)]

    let read: FileTool?
    let write: FileTool?
    let edit: FileTool?
    let shell: ShellTool?
    /// codex's free-text `apply_patch`.
    let patch: OfferedTool?
    /// codex's JavaScript tool, through which it reaches every other tool.
    let code: OfferedTool?

    init(_ tools: [OfferedTool]) {
        read = tools.firstMap { FileTool($0, names: ["Read", "read_file"], parameters: []) }
        write = tools.firstMap {
            FileTool($0, names: FileTool.writeNames, parameters: [FileTool.contentNames])
        }
        edit = tools.firstMap {
            FileTool($0, names: FileTool.editNames, parameters: [FileTool.oldNames, FileTool.newNames])
        }
        shell = tools.firstMap(ShellTool.init)
        patch = tools.first { $0.name == "apply_patch" && $0.kind == .custom }
        code = tools.first { $0.name == "exec" && $0.kind == .custom }
    }

    /// The turns that do these actions; nil where a needed tool is not offered.
    ///
    /// Only agents with tools of their own for files get several calls a turn: codex may run them side by side.
    func rounds(for actions: [ScriptAction]) -> [Round]? {
        if let code { return actions.isEmpty ? [] : [[(code.name, .freeText(CodeScript.source(for: actions)))]] }
        var calls: Round = []
        for action in actions {
            guard let call = call(for: action) else { return nil }
            calls.append(call)
        }
        guard write != nil || edit != nil else { return calls.map { [$0] } }
        let reads = readsBeforeEdits(actions)
        return (reads.isEmpty ? [] : [reads]) + (calls.isEmpty ? [] : [calls])
    }

    /// The reads without which claude refuses to replace these files.
    func reads(of paths: [String]) -> Round {
        guard let read else { return [] }
        return paths.map { (read.name, read.arguments([(read.path, $0)])) }
    }

    private func readsBeforeEdits(_ actions: [ScriptAction]) -> Round {
        guard edit != nil else { return [] }
        var written: Set<String> = []
        var paths: [String] = []
        for action in actions {
            switch action {
            case .write(let write): written.insert(write.path)
            case .edit(let edit) where !written.contains(edit.path) && !paths.contains(edit.path):
                paths.append(edit.path)
            case .edit, .run: break
            }
        }
        return reads(of: paths)
    }

    private func call(for action: ScriptAction) -> (name: String, input: ToolCall.Input)? {
        switch action {
        case .write(let action):
            if let write, let content = write.others.first {
                return (write.name, write.arguments([(write.path, action.path), (content, action.content)]))
            }
        case .edit(let action):
            if let edit, edit.others.count == 2 {
                let texts = [(edit.path, action.path), (edit.others[0], action.old), (edit.others[1], action.new)]
                return (edit.name, edit.arguments(texts))
            }
        case .run: break
        }
        if let patch, let text = ApplyPatch.patch(for: action) { return (patch.name, .freeText(text)) }
        return shell.map { ($0.name, $0.arguments(ShellScript.script(for: action))) }
    }
}

extension Sequence {
    fileprivate func firstMap<Result>(_ transform: (Element) -> Result?) -> Result? {
        for element in self {
            if let result = transform(element) { return result }
        }
        return nil
    }
}
