internal import Foundation
internal import OutpostCore

/// Where a run's secrets come from.
///
/// Values are never arguments: those are public on the machine.
struct SecretSources {
    /// `--secret NAME`: asked for, or read from standard input, a line each.
    var prompted: [String] = []
    /// `--secret-env NAME` or `NAME=VARIABLE`: taken from the environment.
    var fromEnvironment: [String] = []
    let environment: [String: String]

    /// Every named secret with its value.
    ///
    /// - Throws: ``CommandFailure``.
    func values(read: (String) -> String?) throws -> [String: String] {
        var values: [String: String] = [:]
        for entry in fromEnvironment {
            let parts = entry.split(separator: "=", maxSplits: 1).map(String.init)
            let name = parts.first ?? ""
            let variable = parts.count == 2 ? parts[1] : name
            guard let value = environment[variable], !value.isEmpty else {
                throw CommandFailure(.secret, "the variable \(variable) is not set", hint: "export \(variable)=…")
            }
            try add(value, as: name, to: &values)
        }
        for name in prompted {
            guard let value = read(name), !value.isEmpty else {
                throw CommandFailure(
                    .secret,
                    "no value came for the secret \(name)",
                    hint: "type it, or pipe one line a secret into standard input"
                )
            }
            try add(value, as: name, to: &values)
        }
        return values
    }

    private func add(_ value: String, as name: String, to values: inout [String: String]) throws {
        guard EnvironmentName.isAllowed(name) else {
            throw CommandFailure(InvalidRequest.secretName(name: name, reason: "that name is reserved or malformed"))
        }
        values[name] = value
    }
}
