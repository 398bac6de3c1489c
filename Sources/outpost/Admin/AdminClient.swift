internal import CurlHTTP
internal import Foundation
internal import OutpostCore
internal import OutpostStore

/// The way to the tenants, keys and secrets of a data directory: into the directory itself while nobody works in it, and through
/// its socket while a server does.
struct AdminClient {
    let dataDirectory: String
    let environment: [String: String]

    /// How long a directory may be in use by somebody who does not listen: another command, or a server that starts.
    private static let patience = Duration.seconds(3)
    private static let pause = Duration.milliseconds(50)

    /// Makes one call.
    ///
    /// - Parameters:
    ///   - creates: whether an installation is made where there is none: for what puts the first thing into it.
    ///   - body: it may run again when nobody listened on the socket, so nothing comes before its first call.
    /// - Returns: what the body returned.
    /// - Throws: ``CommandFailure``.
    func call<Answer: Sendable>(
        creates: Bool = false,
        _ body: (any AdminBackend) async throws -> Answer
    ) async throws -> Answer {
        do {
            let isNew = !DataDirectoryLocation.hasInstallation(dataDirectory)
            guard creates || !isNew else { throw CommandFailure.noInstallation(dataDirectory) }
            let directory = try DataDirectory(creating: dataDirectory)
            let end = ContinuousClock.now + Self.patience
            if isNew { Console().note("outpost: \(directory.path) had no installation; a new one is made there") }
            while true {
                if let answer = try await direct(directory, body) { return answer }
                if let answer = try await throughSocket(directory, body) { return answer }
                guard ContinuousClock.now < end else { throw Self.unreachable(directory) }
                try await Task.sleep(for: Self.pause)
            }
        } catch {
            throw Self.failure(error, dataDirectory)
        }
    }

    /// Nil when somebody else has the lock.
    private func direct<Answer: Sendable>(
        _ directory: DataDirectory,
        _ body: (any AdminBackend) async throws -> Answer
    ) async throws -> Answer? {
        guard let lock = try Self.lock(directory) else { return nil }
        defer { _ = lock }
        return try await AuditSource.$current.withValue(AuditSource.dataDirectory) {
            try await body(DirectAdmin(directory, environment: environment))
        }
    }

    private static func lock(_ directory: DataDirectory) throws -> DataDirectory.Lock? {
        do {
            return try directory.lock()
        } catch DataDirectoryError.inUse {
            return nil
        }
    }

    /// Nil when nobody listens.
    private func throughSocket<Answer: Sendable>(
        _ directory: DataDirectory,
        _ body: (any AdminBackend) async throws -> Answer
    ) async throws -> Answer? {
        let curl = CurlClient()
        let address = ServerAddress.local(dataDirectory: directory.path, tenant: nil)
        do {
            let answer = try await body(ServerAdmin(connection: ServerConnection(address: address, curl: curl)))
            await curl.shutdown()
            return answer
        } catch let error as CurlError {
            await curl.shutdown()
            guard case .couldNotConnect = error else { throw CommandFailure(error, at: address) }
            return nil
        }
    }

    private static func unreachable(_ directory: DataDirectory) -> CommandFailure {
        CommandFailure(
            .storage,
            "another Outpost works in \(directory.path), and nobody answers on \(directory.adminSocket)",
            hint: "wait until it has started or ended; if it is a server of another user, run this as that user"
        )
    }

    private static func failure(_ error: any Error, _ path: String) -> any Error {
        let known = CommandFailure.wrapping(error)
        if known is CommandFailure || known is CancellationError { return known }
        let reason = (error as? CocoaError)?.localizedDescription ?? String(describing: error)
        return CommandFailure(.storage, "the data directory \(path) cannot be used: \(reason)")
    }
}
