internal import OutpostCore

/// Tells the user of a run what goes on: phases to standard error, the agent's own lines to standard output.
struct RunProgress: Sendable {
    let console: Console
    let image: ImageProgressBar
    /// Machine output: the agent's lines go to standard error too.
    let isMachine: Bool
    /// Before every line where several runs write at once.
    let prefix: String

    init(console: Console, isMachine: Bool, isVerbose: Bool, prefix: String = "") {
        self.prefix = prefix
        self.console = console
        self.isMachine = isMachine
        image = ImageProgressBar(console: console, isVerbose: isVerbose)
    }

    func phase(_ name: String) {
        console.note("==> \(name)", .cyan, after: prefix)
    }

    func note(_ text: String) {
        console.note(prefix + "outpost: " + text)
    }

    /// Takes what the runner reports.
    func report(_ progress: DispatchProgress) {
        switch progress {
        case .phase(let phase): self.phase(phase.rawValue)
        case .line(let line):
            let text = prefix + Terminal.safe(line.text, colours: isMachine ? console.coloursOfNotes : console.colours)
            if isMachine { console.note(text) } else { console.print(text) }
        case .modelFailure(let exchange):
            let status = exchange.status.map { "\($0)" } ?? "no answer"
            note("the model's provider: \(status): \(exchange.failure ?? "")")
        }
    }
}
