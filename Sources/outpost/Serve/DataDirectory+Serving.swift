internal import OutpostStore

extension DataDirectory {
    /// Bytes of the longest path of a unix socket.
    private static let longestSocketPath = 107
    /// What is the longest below a data directory: the socket of a dispatch's door.
    private static let longestSocketName = "/doors/00000000000000000000000000/door.sock"

    /// The data directory of a server; its path leaves room for the sockets below it.
    ///
    /// - Throws: ``CommandFailure`` when it does not, or an error of ``init(creating:)``.
    init(serving path: String) throws {
        let data = try DataDirectory(creating: path)
        let most = Self.longestSocketPath - Self.longestSocketName.utf8.count
        guard data.path.utf8.count <= most else {
            throw CommandFailure(
                .usage,
                "the data directory's path is too long for the unix sockets in it: "
                    + "\(data.path.utf8.count) bytes, at most \(most)",
                hint: "--data-dir DIR with a shorter path"
            )
        }
        self = data
    }

    /// Takes the lock, which a command of the administration may have for a moment.
    ///
    /// - Throws: ``DataDirectoryError/inUse(path:)`` when somebody has it all the time.
    func lock(within patience: Duration) async throws -> Lock {
        let end = ContinuousClock.now + patience
        while ContinuousClock.now < end {
            do {
                return try lock()
            } catch DataDirectoryError.inUse {
                try await ContinuousClock().sleep(for: .milliseconds(20))
            }
        }
        return try lock()
    }
}
