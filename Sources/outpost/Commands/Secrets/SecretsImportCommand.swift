internal import ArgumentParser
internal import OutpostAPI
internal import OutpostCore

/// Stores the secrets of a dotenv file: `outpost secrets import`.
struct SecretsImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Stores every NAME=value of a .env file; one that cannot be read stores none.",
        discussion: "EXAMPLE\n  outpost secrets import .env --tenant acme"
    )

    @Argument(help: ArgumentHelp("The file; - is standard input.", valueName: "file"))
    var file: String

    @OptionGroup var owner: SecretOwnerOption

    @Flag(name: .shortAndLong, help: "Print names only.")
    var quiet = false

    @OptionGroup var admin: AdminOptions

    func run() async throws {
        let tenant = try owner.required()
        let entries = try entries()
        var stored: [SecretBody] = []
        for entry in entries {
            let body = SetSecretBody(value: entry.value)
            stored.append(
                try await admin.client.call(creates: tenant == nil) {
                    try await $0.setSecret(entry.name, body, tenant: tenant)
                }
            )
        }
        if admin.json { return try admin.printJSON(stored) }
        for secret in stored {
            Console().print(quiet ? secret.name : "\(secret.name) is stored, version \(secret.version)")
        }
    }

    /// Every entry, found good before the first is stored.
    private func entries() throws -> [(name: String, value: String)] {
        let place = file == "-" ? "standard input" : file
        let text = try SecretInput.file(file)
        let entries: [(name: String, value: String)]
        do {
            entries = try DotEnvFile.parse(text)
        } catch {
            throw CommandFailure(.usage, "\(place), line \(error.line): \(error.message)")
        }
        guard !entries.isEmpty else { throw CommandFailure(.usage, "\(place) holds no NAME=value") }
        for (name, value) in entries {
            if let problem = SecretValue(value).problem {
                throw CommandFailure(.usage, "\(place): \(name): \(problem)")
            }
        }
        return entries
    }
}
