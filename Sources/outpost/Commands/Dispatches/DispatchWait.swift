internal import ArgumentParser
internal import OutpostAPI
internal import OutpostCore

/// How a command that waits tells the end.
struct WaitOutput: Sendable {
    let json: Bool
    let quiet: Bool
    let notify: Bool
}

/// Waits until dispatches have ended, and exits as `outpost run` does.
struct DispatchWait: Sendable {
    let connection: ServerConnection
    let output: WaitOutput

    /// Waits for all of them; what comes first is told first.
    ///
    /// - Parameters:
    ///   - ids: whole ids.
    ///   - printsLog: whether what the agents say is printed as well.
    /// - Throws: `ExitCode` for the first of them that did not succeed.
    func run(_ ids: [String], printsLog: Bool = false) async throws {
        if printsLog, Console().isInteractive {
            Console().note("outpost: Ctrl-C ends the log and no dispatch; that does: outpost cancel @last")
        }
        let ends = try await withThrowingTaskGroup(of: DispatchBody.self) { group in
            for id in ids { group.addTask { try await end(of: id, printsLog: printsLog) } }
            var ends: [String: DispatchBody] = [:]
            for try await body in group {
                ends[body.dispatchId] = body
                try tell(body, isAlone: ids.count == 1)
            }
            return ends
        }
        if output.notify { notify(ends) }
        let status = ids.compactMap { ends[$0] }.map { CommandStatus($0) }.first { $0 != .success }
        if let status { throw ExitCode(status.code) }
    }

    private func end(of id: String, printsLog: Bool) async throws -> DispatchBody {
        let console = Console()
        var follower = EventFollower(connection: connection, id: id)
        follower.skipsLogs = !printsLog
        follower.note = { console.note("outpost: \($0)") }
        let printer = LogPrinter(console: console, json: false, goesToErrors: output.json || output.quiet)
        try await follower.follow { event in
            if case .log(let line) = event { try printer.print(line) }
        }
        return try await connection.dispatch(id)
    }

    private func tell(_ body: DispatchBody, isAlone: Bool) throws {
        let console = Console()
        if output.json { return try console.printJSON(body, isPretty: false) }
        guard !output.quiet else { return }
        let lines = EndLines(body).lines(console)
        console.print((isAlone ? "" : "\(body.dispatchId) \(body.agent) ") + (lines.first ?? body.status))
        lines.dropFirst().forEach { console.print($0) }
        if let flags = body.flags { console.print("flags: " + flags.joined(separator: ", ")) }
    }

    /// A bell, and a notice for terminals that may show one.
    private func notify(_ ends: [String: DispatchBody]) {
        guard Terminal.isTerminal(2) else { return }
        let failed = ends.values.count { $0.status != DispatchStatus.success.rawValue }
        let text = failed == 0 ? "ended well" : "\(failed) of \(ends.count) failed"
        let console = Console()
        console.raw((console.isInteractive ? "\u{1B}]9;outpost: \(text)\u{07}" : "") + "\u{07}")
    }
}
