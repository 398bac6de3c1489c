internal import ArgumentParser
internal import Foundation
internal import OutpostStore
internal import SystemPackage

/// Writes a backup: `outpost backup create`.
struct BackupCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Saves the data directory; a server may run meanwhile.",
        discussion: "EXAMPLE\n  outpost backup create - | ssh vault 'cat > outpost.tar'"
    )

    @Argument(help: ArgumentHelp("The file to write; it must not exist. - is standard output.", valueName: "file"))
    var file: String

    @OptionGroup var admin: AdminOptions

    func run() async throws {
        do {
            let path = admin.client.dataDirectory
            guard FileManager.default.fileExists(atPath: path) else { throw BackupError.noData(path: path) }
            let data = try DataDirectory(creating: path)
            let writer = BackupWriter(of: data, version: Outpost.version, createdAt: Date())
            if file == "-" { return try await stream(writer) }
            guard !FileManager.default.fileExists(atPath: file) else {
                throw CommandFailure(.conflict, "\(file) is there already", hint: "name another file, or move it away")
            }
            let report = try await write(writer, to: file)
            try BackupOutput(admin: admin).show(report, "\(file) holds")
            if !admin.json {
                Console().print("The master key is not in it: keep a copy apart, without it no stored secret opens.")
            }
        } catch {
            throw CommandFailure.wrapping(error)
        }
    }

    private func stream(_ writer: BackupWriter) async throws {
        guard !Terminal.isTerminal(1) else {
            throw CommandFailure(
                .usage,
                "a backup does not go to a terminal",
                hint: "outpost backup create outpost.tar"
            )
        }
        _ = try await writer.write(to: .standardOutput, id: Generator.uuid())
    }

    /// The file has its name once all of it is on the disk.
    private func write(_ writer: BackupWriter, to path: String) async throws -> BackupReport {
        let unfinished = path + ".unfinished"
        let output = try FileDescriptor.open(
            FilePath(unfinished),
            .writeOnly,
            options: [.create, .truncate, .noFollow, .closeOnExec],
            permissions: [.ownerReadWrite]
        )
        defer { try? FileManager.default.removeItem(atPath: unfinished) }
        let handle = FileHandle(fileDescriptor: output.rawValue, closeOnDealloc: true)
        let report = try await writer.write(to: output, id: Generator.uuid())
        try handle.synchronize()
        try FileManager.default.moveItem(atPath: unfinished, toPath: path)
        return report
    }
}
