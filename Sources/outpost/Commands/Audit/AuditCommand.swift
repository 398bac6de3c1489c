internal import ArgumentParser

/// The commands about the audit trail: `outpost audit`.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Shows what was done, by whom and from where, and that nobody changed the record.",
        discussion: """
            Each row is chained to the one before it by its hash. A chain does not show
            that its end was cut off: keep what verify prints in another place, and give it
            to a later verify.

            EXAMPLE
              outpost audit list --since 24h
              outpost audit verify --head 1042:9f86d081…
            """,
        subcommands: [AuditListCommand.self, AuditVerifyCommand.self, AuditExportCommand.self],
        defaultSubcommand: AuditListCommand.self
    )
}
