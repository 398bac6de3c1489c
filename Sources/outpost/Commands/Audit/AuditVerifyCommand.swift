internal import ArgumentParser
internal import OutpostAPI
internal import OutpostCore

/// Follows the audit trail's chain: `outpost audit verify`.
struct AuditVerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Checks that no row of the audit trail was changed, removed or cut off.",
        discussion: """
            The trail is compared with the file audit.head beside the database, and with
            --head where it is given.

            EXAMPLE
              outpost audit verify
              outpost audit verify -q > /mnt/elsewhere/outpost-audit-head
              outpost audit verify --head "$(cat /mnt/elsewhere/outpost-audit-head)"
            """
    )

    @Option(name: .long, help: ArgumentHelp("A head that an earlier verify printed.", valueName: "rows:hash"))
    var head: String?

    @Flag(name: .shortAndLong, help: "Print the head only.")
    var quiet = false

    @OptionGroup var admin: AdminOptions

    func validate() throws {
        guard head.map({ AuditHead(text: $0) != nil }) ?? true else {
            throw ValidationError("--head takes what outpost audit verify -q printed")
        }
    }

    func run() async throws {
        let result = try await admin.client.call { try await $0.verifyAudit(head: head) }
        if admin.json { try admin.printJSON(result) }
        if let row = result.brokenAt, let reason = result.reason {
            throw CommandFailure(
                .storage,
                "the audit trail is broken at row \(row): \(reason)",
                hint: "the \(result.count) rows before hold together; compare with a backup or an export: "
                    + "outpost audit export"
            )
        }
        if admin.json { return }
        if quiet { return Console().print(result.head) }
        Console().print("\(result.count) rows, intact")
        Console().print("head \(result.head)")
    }
}
