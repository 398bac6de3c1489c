internal import ArgumentParser
internal import OutpostStore

/// Makes a data directory of a backup: `outpost backup restore`.
struct BackupRestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Makes a data directory of a backup, once all of it was found good.",
        discussion: """
            The directory must be absent or empty: nothing is ever replaced. When a server
            starts, dispatches that ran when the backup was made end as lost if their
            containers are gone; those that waited run, and a second time if they ran
            since. Containers that the backup does not know are removed then.

            EXAMPLE
              outpost backup restore outpost.tar --data-dir /var/lib/outpost
            """
    )

    @Argument(help: ArgumentHelp("The backup; - is standard input.", valueName: "file"))
    var file: String

    @OptionGroup var admin: AdminOptions

    func run() async throws {
        do {
            let path = admin.client.dataDirectory
            let report = try await BackupInput.with(file) { try await Backup.restore($0, to: path) }
            try BackupOutput(admin: admin).show(report, "\(path) has")
            if !admin.json {
                Console().print(
                    "Put the master key in its place before you start the server: \(path)/master.key, or as"
                )
                Console().print("master_key_file names it. Links to artifacts from before do not work any more.")
            }
        } catch {
            throw CommandFailure.wrapping(error)
        }
    }
}
