/// Actions as JavaScript for codex's `exec` tool, which calls codex's other tools from inside.
enum CodeScript {
    static func source(for actions: [ScriptAction]) -> String {
        actions.map(statement).joined(separator: "\n") + "\n"
    }

    private static func statement(_ action: ScriptAction) -> String {
        if let patch = ApplyPatch.patch(for: action) {
            return "text(await tools.apply_patch(\(literal(patch))));"
        }
        if case .edit(let edit) = action { return self.edit(edit) }
        return "text((await tools.exec_command({cmd: \(literal(ShellScript.script(for: action)))})).output);"
    }

    /// The patch language knows whole lines only, so the script reads the file to find the lines around the text.
    private static func edit(_ edit: FileEdit) -> String {
        """
        {
          const path = \(literal(edit.path)), old = \(literal(edit.old)), replacement = \(literal(edit.new));
          const cat = \(literal("cat -- " + ShellScript.quote(edit.path)));
          const file = (await tools.exec_command({cmd: cat, max_output_tokens: 100000})).output;
          const at = file.indexOf(old);
          if (at < 0) throw new Error("text to replace not found in " + path);
          const start = at === 0 ? 0 : file.lastIndexOf("\\n", at - 1) + 1;
          const next = file.indexOf("\\n", at + old.length);
          const end = next < 0 ? file.length : next;
          const trim = text => next < 0 && text.endsWith("\\n") ? text.slice(0, -1) : text;
          const mark = (sign, text) => text.split("\\n").map(line => sign + line + "\\n").join("");
          const before = trim(file.slice(start, end));
          const after = trim(file.slice(start, at) + replacement + file.slice(at + old.length, end));
          text(await tools.apply_patch("*** Begin Patch\\n*** Update File: " + path + "\\n@@\\n"
            + mark("-", before) + (after === "" && next < 0 ? "" : mark("+", after)) + "*** End Patch\\n"));
        }
        """
    }

    /// A JSON string is a JavaScript string.
    private static func literal(_ text: String) -> String {
        JSON.string(text).text
    }
}
