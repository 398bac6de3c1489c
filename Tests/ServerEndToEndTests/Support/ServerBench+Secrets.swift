internal import Foundation

extension ServerBench {
    /// Stores a secret; its value goes through a file, so that no command line and no environment has it.
    ///
    /// The verb is that of `outpost secrets`, `set` or `rotate`; the owner `--shared`, or `--tenant` with a name.
    func store(_ name: String, _ value: String, _ owner: String..., verb: String = "set") async throws {
        let file = path + "/value-\(UUID().uuidString)"
        try Data(value.utf8).write(to: URL(fileURLWithPath: file))
        defer { try? FileManager.default.removeItem(atPath: file) }
        let arguments = ["secrets", verb, name, "--from-file", file, "--data-dir", data]
        try await Shell.run(OutpostBinary.path, arguments + owner)
    }
}
