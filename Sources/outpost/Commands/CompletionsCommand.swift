internal import ArgumentParser

/// Prints a script that completes command lines: `outpost completions`.
struct CompletionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "completions",
        abstract: "Prints what makes a shell complete the commands and options of outpost.",
        discussion: """
            EXAMPLES
              outpost completions bash >/etc/bash_completion.d/outpost
              outpost completions zsh >~/.zfunc/_outpost
              outpost completions fish >~/.config/fish/completions/outpost.fish
            """
    )

    @Argument(help: "bash, zsh or fish.")
    var shell: Shell

    func run() { Console().print(Outpost.completionScript(for: shell.kind)) }

    enum Shell: String, ExpressibleByArgument, CaseIterable {
        case bash, zsh, fish

        var kind: CompletionShell {
            switch self {
            case .bash: .bash
            case .zsh: .zsh
            case .fish: .fish
            }
        }
    }
}
