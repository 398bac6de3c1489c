internal import OutpostDocker
internal import Synchronization

/// Shows a build: one redrawn line on a terminal, a line a step elsewhere.
final class ImageProgressBar: Sendable {
    private let console: Console
    private let isVerbose: Bool
    private let current = Mutex("")

    init(console: Console, isVerbose: Bool) {
        self.console = console
        self.isVerbose = isVerbose
    }

    func report(_ progress: ImageBuildProgress) {
        switch progress {
        case .passedOver(let agent, let harness, let url):
            console.note("\(agent): not built with '\(harness)', since \(url) does not answer")
        case .building(let image): show("building \(image)", isMilestone: true)
        case .step(let image, let step, let total, let text):
            show("\(bar(step, total)) \(image) \(step)/\(total) \(text)", isMilestone: true)
        case .output(_, let text):
            if isVerbose { console.raw(text) }
        case .pulling(let image, let status): show("pulling \(image): \(status)", isMilestone: false)
        case .built(let image): show("built \(image)", isMilestone: true, isLast: true)
        }
    }

    private func bar(_ step: Int, _ total: Int) -> String {
        let width = 16
        let full = total > 0 ? (step - 1) * width / total : 0
        return "[" + String(repeating: "#", count: full) + String(repeating: ".", count: width - full) + "]"
    }

    private func show(_ text: String, isMilestone: Bool, isLast: Bool = false) {
        let line = Terminal.safe(text, colours: false)
        guard console.isInteractive, !isVerbose else {
            if isMilestone { console.note("image: " + line) }
            return
        }
        current.withLock { shown in
            // A line that wraps cannot be redrawn.
            shown = TextWidth.cut(line, to: max(20, console.columns - 1))
            console.raw("\r\u{1B}[K" + shown + (isLast ? "\n" : ""))
        }
    }
}
