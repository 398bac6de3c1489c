internal import Foundation

extension DockerDiscovery {
    /// Creates a discovery that reads this machine's files.
    ///
    /// - Parameters:
    ///   - environment: the process environment, read once by the caller; `HOME` and `XDG_RUNTIME_DIR` are taken from it.
    ///   - userID: the numeric user id of this process.
    package init(environment: [String: String], userID: UInt32) {
        self.init(
            environment: environment,
            home: environment["HOME"] ?? "/",
            runtimeDirectory: environment["XDG_RUNTIME_DIR"].flatMap { $0.isEmpty ? nil : $0 },
            userID: userID,
            readFile: { FileManager.default.contents(atPath: $0).map { [UInt8]($0) } },
            listDirectory: { (try? FileManager.default.contentsOfDirectory(atPath: $0)) ?? [] }
        )
    }
}
