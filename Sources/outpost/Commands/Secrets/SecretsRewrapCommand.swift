internal import ArgumentParser
internal import Foundation
internal import OutpostAPI

/// Gives the secret store new keys: `outpost secrets rewrap`.
struct SecretsRewrapCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rewrap",
        abstract: "Replaces the master key and all tenants' keys, and seals every secret anew.",
        discussion: """
            Dispatches and the server go on meanwhile. The old master key stays until
            nothing is sealed under it; one that was killed on the way is taken up by the
            same command, or by the next start of the server. Back up the new key
            afterwards: the old one opens nothing any more.

            EXAMPLE
              outpost secrets rewrap
              (umask 077; openssl rand -hex 32 > new.key)
              outpost secrets rewrap --new-key-file new.key
            """
    )

    @Option(
        name: .long,
        help: ArgumentHelp("The new master key, where the old one is not master.key.", valueName: "file")
    )
    var newKeyFile: String?

    @Flag(name: .shortAndLong, help: "Print the new master key's id only.")
    var quiet = false

    @OptionGroup var admin: AdminOptions

    func run() async throws {
        let file = newKeyFile.map { URL(fileURLWithPath: $0).standardizedFileURL.path }
        let answer = try await admin.client.call { try await $0.rewrap(RewrapBody(newKeyFile: file)) }
        if admin.json { return try admin.printJSON(answer) }
        if let advice = answer.advice { Console().note(advice) }
        if quiet { return Console().print(answer.masterKey) }
        Console().print("\(answer.secrets) versions of secrets of \(answer.owners) owners are sealed anew")
        Console().print("master key \(answer.masterKey)")
    }
}
