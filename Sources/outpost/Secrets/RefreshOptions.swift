internal import ArgumentParser
internal import Foundation
internal import OutpostAPI
internal import OutpostCore

/// How a secret gets new values after the one that is set now.
struct RefreshOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            "Let the server take a new value from the same command or file so often, such as 24h.",
            valueName: "time"
        )
    )
    var every: TimeSpan?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "With --every: take a value, the first as well, only if this command, which gets it on standard input, ends with 0.",
            valueName: "command"
        )
    )
    var check: String?

    /// Asks the check about the value that is set now.
    ///
    /// - Throws: ``CommandFailure`` when it does not find it good.
    func requireGood(_ value: String, of name: String) async throws {
        guard let check else { return }
        let recipe = RefreshRecipe(source: .command, text: "", check: check)
        do {
            let runner = RecipeRunner(environment: ProcessInfo.processInfo.environment)
            try await runner.check(SecretValue(value), with: recipe)
        } catch let failure as RecipeFailure {
            throw CommandFailure(
                .secret,
                "\(name) is not stored: \(failure.reason)",
                hint: "see what --check does with it"
            )
        }
    }

    /// What the server is told; nil when nothing is refreshed.
    ///
    /// - Throws: ``CommandFailure`` when it cannot be.
    func body(_ name: String, tenant: String?, from input: SecretInput) throws -> RefreshSecretBody? {
        guard let every else {
            guard check == nil else { throw CommandFailure(.usage, "--check goes with --every") }
            return nil
        }
        let recipe: (RefreshRecipe.Source, String)
        if let command = input.fromCommand {
            recipe = (.command, command)
        } else if let file = input.fromFile, file != "-" {
            recipe = (.file, URL(fileURLWithPath: file).standardizedFileURL.path)
        } else {
            throw CommandFailure(.usage, "--every goes with --from-command or --from-file")
        }
        guard SecretRefresh.everyRange.contains(every.seconds) else {
            throw CommandFailure(.usage, "--every is between a minute and a year")
        }
        return RefreshSecretBody(
            name: name,
            tenant: tenant,
            source: recipe.0.rawValue,
            text: recipe.1,
            check: check,
            everySeconds: every.seconds
        )
    }
}
