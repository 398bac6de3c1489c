internal import ArgumentParser
internal import Foundation
internal import OutpostCore

/// Performs a run, cancels it on Ctrl-C, and prints its end.
struct RunPresentation {
    let run: EmbeddedRun
    let isMachine: Bool

    func present() async throws {
        let outcome = try await performUntilSignalled()
        let report = RunReport(outcome: outcome, console: run.progress.console, next: next(outcome))
        var misfit: (any Error)?
        if run.settings.appliesChanges, report.status == .success {
            do { try await apply(outcome) } catch { misfit = error }
        }
        if isMachine { try report.printForPrograms() } else { await report.printForPeople() }
        if let misfit { throw misfit }
        guard report.status != .success else { return }
        throw ExitCode(report.status.code)
    }

    private func next(_ outcome: EmbeddedRun.Outcome) -> String? {
        guard !run.settings.appliesChanges else { return nil }
        let id = outcome.result.dispatch.id
        guard let folder = outcome.repository?.original else {
            return "to look: outpost diff \(id); to push: outpost promote \(id)"
        }
        let place = folder == FileManager.default.currentDirectoryPath ? "" : " \(ShellWord.quoted(folder))"
        return "to look: outpost diff \(id); to take: outpost apply \(id)\(place)"
    }

    /// The first signal cancels the run, which still hands in what there is.
    ///
    /// A run whose agent is not on its way yet has nothing to hand in, and is dropped.
    private func performUntilSignalled() async throws -> EmbeddedRun.Outcome {
        let stop = StopSignal()
        return try await RunSignals.during {
            do { return try await run.perform(stop: stop) } catch { throw CommandFailure.wrapping(error) }
        } onFirst: {
            guard !run.start.drop() else { throw RunStart.cancelled }
            run.progress.note("cancelling; once more ends at once, and the next run cleans up")
            stop.stop(.cancel)
        }
    }

    private func apply(_ outcome: EmbeddedRun.Outcome) async throws {
        let patch = PatchFile(path: outcome.artifacts + "/diff.patch")
        guard let repository = outcome.repository, !patch.isEmpty else { return }
        let secrets = outcome.result.facts?.secretFiles?["diff.patch"] ?? []
        guard run.settings.revealsSecrets || secrets.isEmpty else {
            throw CommandFailure(
                .conflict,
                "the changes hold a secret (\(secrets.joined(separator: ", "))) and were not applied",
                hint: "look at \(patch.path), and apply it with git apply, or run again with --reveal"
            )
        }
        try await patch.apply(to: repository.original)
        run.progress.note("the changes were applied to \(repository.original)")
    }
}
