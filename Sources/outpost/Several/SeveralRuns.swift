internal import ArgumentParser
internal import Foundation
internal import OutpostCore

/// One task for several agents at once: `outpost run claude,codex`.
struct SeveralRuns {
    let runs: [EmbeddedRun]
    let console: Console
    let isMachine: Bool

    /// How one of them ended.
    enum Ending: Sendable {
        case ended(EmbeddedRun.Outcome)
        case failed(CommandFailure)
    }

    /// Performs them, prints the comparison, and ends with the status of the first that did not succeed.
    func present() async throws {
        // One after the other: they share images, and an agent that cannot work is told before any of them starts.
        for run in runs {
            do { try await run.prepare() } catch { throw CommandFailure.wrapping(error) }
        }
        let endings = try await performUntilSignalled()
        let comparison = RunComparison(
            entries: zip(runs, endings).map { RunComparison.Entry(agent: $0.settings.agent, ending: $1) },
            console: console
        )
        if isMachine { try comparison.printForPrograms() } else { await comparison.printForPeople() }
        guard let status = comparison.status else { return }
        throw ExitCode(status.code)
    }

    /// The first signal cancels all of them, and each still hands in what there is.
    private func performUntilSignalled() async throws -> [Ending] {
        let stops = runs.map { _ in StopSignal() }
        return try await RunSignals.during {
            await perform(stops)
        } onFirst: {
            console.note("outpost: cancelling all; once more ends at once, and the next run cleans up")
            for (run, stop) in zip(runs, stops) where !run.start.drop() { stop.stop(.cancel) }
        }
    }

    /// As many at once as there are processors, since agents mostly wait for their models.
    private func perform(_ stops: [StopSignal]) async -> [Ending] {
        await withTaskGroup(of: (Int, Ending).self) { group in
            var endings: [Int: Ending] = [:]
            for index in runs.indices {
                if index >= max(2, ProcessInfo.processInfo.activeProcessorCount),
                    let (done, ending) = await group.next()
                {
                    endings[done] = ending
                }
                let (run, stop) = (runs[index], stops[index])
                group.addTask { (index, await Self.perform(run, stop)) }
            }
            for await (done, ending) in group { endings[done] = ending }
            return runs.indices.compactMap { endings[$0] }
        }
    }

    private static func perform(_ run: EmbeddedRun, _ stop: StopSignal) async -> Ending {
        do {
            return .ended(try await run.perform(stop: stop))
        } catch {
            let known = CommandFailure.wrapping(error) as? CommandFailure
            let failure = known ?? CommandFailure(.infrastructure, ErrorText.sentence(error))
            run.progress.note(failure.message)
            return .failed(failure)
        }
    }
}
