/// Actions as POSIX shell, for agents that have no tool of their own for files.
enum ShellScript {
    static func quote(_ text: String) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#) + "'"
    }

    static func script(for action: ScriptAction) -> String {
        switch action {
        case .run(let command): command
        case .write(let write): self.write(write)
        case .edit(let edit): self.edit(edit)
        }
    }

    private static func write(_ write: FileWrite) -> String {
        let path = quote(write.path)
        return """
            mkdir -p -- "$(dirname -- \(path))" && printf '%s' \(quote(write.content)) > \(path)
            """
    }

    /// Parameter expansion alone: images need not have sed's or perl's idea of a literal text.
    ///
    /// The `x` keeps the trailing newlines that a command substitution would drop.
    private static func edit(_ edit: FileEdit) -> String {
        let path = quote(edit.path)
        return """
            old=\(quote(edit.old)) new=\(quote(edit.new))
            text=$(cat -- \(path) && echo x) && text=${text%x} && case $text in
            *"$old"*) printf '%s' "${text%%"$old"*}$new${text#*"$old"}" > \(path) ;;
            *) echo "text to replace not found in "\(path) >&2; false ;;
            esac
            """
    }
}
