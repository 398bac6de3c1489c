internal import ArgumentParser
internal import Foundation

/// Applies what a dispatch changed to a checkout: `outpost apply`.
struct ApplyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply",
        abstract: "Applies what a dispatch or a run changed to a checkout on this machine.",
        discussion: """
            The changes are there afterwards, staged and not committed. A checkout with
            changes of its own is refused, but for a run's changes that fit beside them.
            What does not fit is merged; where that conflicts git's marks are in the files,
            and the status is 8.

            EXAMPLES
              outpost apply @last
              outpost apply 01KF16WN5Z4BX9K0P58GV7MJ1B ~/src/project
            """
    )

    @Argument(help: DispatchArgument.resultHelp)
    var id: String

    @Argument(help: ArgumentHelp("A folder of the checkout. Default: this one.", valueName: "dir"))
    var folder: String = "."

    @Flag(name: .long, help: "Apply changes that hold a secret, too.")
    var reveal = false

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let place = URL(fileURLWithPath: folder).resolvingSymlinksInPath().path
        let type = try? FileManager.default.attributesOfItem(atPath: place)[.type] as? FileAttributeType
        guard type == .typeDirectory else {
            throw CommandFailure(.repository, "there is no folder '\(folder)'")
        }
        try await connection.withPatch(of: id, reveals: reveal) { try await apply($0, $1, isRun: $2) }
    }

    private func apply(_ patch: PatchFile, _ id: String, isRun: Bool) async throws {
        let console = Console()
        guard !patch.isEmpty else {
            if connection.json { return try console.printJSON(Applied(dispatchId: id, folder: nil)) }
            return console.print("\(id) changed nothing")
        }
        let (root, isStaged) = try await patch.merge(into: folder, isAgainstChanges: isRun)
        if connection.json { return try console.printJSON(Applied(dispatchId: id, folder: root)) }
        for line in try await patch.summary().lines(console) { console.print(line) }
        console.note("the changes of \(id) are applied to \(root)" + (isStaged ? " and staged" : ""))
    }

    /// What was done, for programs; no folder where there was nothing to apply.
    private struct Applied: Encodable {
        let dispatchId: String
        let folder: String?
    }
}
