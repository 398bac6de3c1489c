internal import Foundation
internal import OutpostCore
internal import OutpostGateway
internal import Subprocess

#if canImport(System)
    internal import System
#else
    internal import SystemPackage
#endif

/// Runs the commands and reads the files that secrets are refreshed from.
///
/// A command gets nothing of the server's environment but where programs and its home are, no input but what it is to
/// check, a minute, and room for the longest value. What it says on its standard error is dropped: it may hold a secret.
struct RecipeRunner: RecipeReader {
    let environment: [String: String]
    var timeout = Duration.seconds(60)

    private static let passed = ["PATH", "HOME", "LANG", "TZ"]
    private static let limit = SecretValue.maximumBytes + 1

    func value(of recipe: RefreshRecipe) async throws -> SecretValue {
        let bytes: Data
        switch recipe.source {
        case .command:
            bytes = try await run(recipe.text, "the command", input: nil)
        case .file:
            guard let handle = FileHandle(forReadingAtPath: recipe.text),
                let read = try? handle.read(upToCount: Self.limit + 1)
            else { throw RecipeFailure("the file cannot be read") }
            bytes = read
        }
        guard bytes.count <= Self.limit, let text = String(bytes: bytes, encoding: .utf8) else {
            throw RecipeFailure("it gave no text, or more than \(SecretValue.maximumBytes) bytes")
        }
        return SecretValue(text.last?.isNewline == true ? String(text.dropLast()) : text)
    }

    func check(_ value: SecretValue, with recipe: RefreshRecipe) async throws {
        guard let check = recipe.check else { return }
        _ = try await run(check, "the check", input: value)
    }

    private func run(_ command: String, _ what: String, input: SecretValue?) async throws -> Data {
        guard let data = try await withTimeLimit(timeout, { try await execute(command, what, input?.text ?? "") })
        else {
            throw RecipeFailure("\(what) took longer than \(timeout.components.seconds) s")
        }
        return data
    }

    private func execute(_ command: String, _ what: String, _ input: String) async throws -> Data {
        var variables: [Environment.Key: String] = [:]
        for name in Self.passed { variables[.init(stringLiteral: name)] = environment[name] }
        do {
            let result = try await Subprocess.run(
                .path("/bin/sh"),
                arguments: ["-c", command],
                environment: .custom(variables),
                platformOptions: .ownSession,
                input: TextInput(input),
                output: .bytes(limit: Self.limit),
                error: .discarded
            )
            guard result.terminationStatus.isSuccess else {
                throw RecipeFailure("\(what) failed: \(result.terminationStatus)")
            }
            return Data(result.standardOutput)
        } catch let failure as RecipeFailure {
            throw failure
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            throw RecipeFailure("\(what) could not be run, or printed more than \(SecretValue.maximumBytes) bytes")
        }
    }
}
