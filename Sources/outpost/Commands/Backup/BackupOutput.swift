internal import Foundation
internal import OutpostAPI
internal import OutpostStore
internal import SystemPackage

/// Tells what a backup holds.
struct BackupOutput {
    let isJSON: Bool

    init(isJSON: Bool) { self.isJSON = isJSON }

    init(admin: AdminOptions) { isJSON = admin.json }

    func show(_ report: BackupReport, _ beginning: String) throws {
        let console = Console()
        if isJSON {
            return console.print(String(decoding: try APICoding.encode(report, isPretty: true), as: UTF8.self))
        }
        let size = report.bytes < 10 << 20 ? "\(report.bytes >> 10) KiB" : "\(report.bytes >> 20) MiB"
        let time = APITime(report.createdAt).description
        console.print("\(beginning) \(report.dispatches) dispatches, \(report.files) files, \(size), as of \(time)")
    }
}

/// A backup that is read from a file or from standard input.
enum BackupInput {
    static func with<Output>(_ file: String, _ body: (FileDescriptor) async throws -> Output) async throws -> Output {
        if file == "-" { return try await body(.standardInput) }
        let input: FileDescriptor
        do {
            input = try FileDescriptor.open(FilePath(file), .readOnly, options: .closeOnExec)
        } catch {
            throw CommandFailure(.usage, "\(file) cannot be read: \(error)")
        }
        defer { try? input.close() }
        return try await body(input)
    }
}
