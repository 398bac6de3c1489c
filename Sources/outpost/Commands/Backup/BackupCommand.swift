internal import ArgumentParser

/// Saves and restores data directories: `outpost backup`.
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Saves a data directory to one file, also while a server runs, and restores it.",
        discussion: """
            A backup is a tar: the database as it is at one moment, and the logs and
            artifacts of ended dispatches. No key is in it. Stored secrets stay sealed in
            the database: keep the master key apart, in another place.

            EXAMPLES
              outpost backup create outpost.tar
              outpost backup verify outpost.tar
              outpost backup restore outpost.tar --data-dir /var/lib/outpost
            """,
        subcommands: [BackupCreateCommand.self, BackupVerifyCommand.self, BackupRestoreCommand.self]
    )
}
