internal import ArgumentParser
internal import OutpostAPI

/// Revokes a key: `outpost keys revoke`.
struct KeysRevokeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "Revokes an API key at once and for good.",
        discussion: "EXAMPLE\n  outpost keys revoke otp_1a2b3c4d"
    )

    @Argument(help: ArgumentHelp("The key's id, or 8 or more characters of its prefix.", valueName: "id|prefix"))
    var key: String

    @Flag(name: .shortAndLong, help: "Print its id only.")
    var quiet = false

    @OptionGroup var admin: AdminOptions

    func run() async throws {
        let revoked = try await admin.client.call { try await $0.revokeKey(key) }
        if admin.json { return try admin.printJSON(revoked) }
        guard !quiet else { return Console().print(revoked.id) }
        let since = revoked.revokedAt.map { " at \($0)" } ?? ""
        Console().print("\(revoked.prefix)… (\(Terminal.safe(revoked.name, colours: false))) was revoked\(since)")
    }
}
