internal import ArgumentParser
internal import OutpostAPI
internal import OutpostCore

/// Puts a new key in the place of another: `outpost keys rotate`.
struct KeysRotateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate",
        abstract: "Makes a key with the rights of another and prints it, this once; the old one ends after an overlap.",
        discussion: "EXAMPLE\n  outpost keys rotate otp_1a2b3c4d --overlap 24h"
    )

    @Argument(help: ArgumentHelp("The old key's id, or 8 or more characters of its prefix.", valueName: "id|prefix"))
    var key: String

    @Option(
        name: .long,
        help: ArgumentHelp("How long the old key works on, such as 1h; 0 ends it now.", valueName: "time")
    )
    var overlap = "24h"

    @Flag(name: .shortAndLong, help: "Print the new key only.")
    var quiet = false

    @OptionGroup var admin: AdminOptions

    private var seconds: Int? { overlap == "0" ? 0 : TimeSpan(argument: overlap)?.seconds }

    func validate() throws {
        guard let seconds, AdminService.overlapRange.contains(seconds) else {
            throw ValidationError("--overlap takes a time up to 30d, such as 24h, or 0")
        }
    }

    func run() async throws {
        let body = RotateKeyBody(overlapSeconds: seconds)
        let made = try await admin.client.call { try await $0.rotateKey(key, body) }
        if admin.json { return try admin.printJSON(made) }
        let console = Console()
        console.print(made.secret)
        guard !quiet else { return }
        let end = made.previous.expiresAt.map { " until \($0)" } ?? ""
        console.note("key \(made.key.id); the old one, \(made.previous.prefix)…, works\(end)")
        console.note("it is not kept and cannot be shown again")
    }
}
