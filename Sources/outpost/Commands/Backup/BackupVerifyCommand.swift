internal import ArgumentParser
internal import Foundation
internal import OutpostStore
internal import SystemPackage

/// Checks a backup: `outpost backup verify`.
struct BackupVerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Reads a whole backup: every file's digest, the database, the audit trail.",
        discussion: "EXAMPLE\n  outpost backup verify outpost.tar"
    )

    @Argument(help: ArgumentHelp("The backup; - is standard input.", valueName: "file"))
    var file: String

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    func run() async throws {
        do {
            // The database in it is private.
            let folder = FileManager.default.temporaryDirectory.path + "/outpost-verify-\(Generator.uuid())"
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: false,
                attributes: [.posixPermissions: 0o700]
            )
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let report = try await BackupInput.with(file) { try await Backup.verify($0, in: folder) }
            try BackupOutput(isJSON: json).show(report, "\(file) is whole:")
        } catch {
            throw CommandFailure.wrapping(error)
        }
    }
}
