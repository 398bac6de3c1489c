internal import Foundation
internal import Subprocess
internal import TestSupport

#if canImport(System)
    internal import System
#else
    internal import SystemPackage
#endif

/// Another process that holds a database's lock.
enum DatabaseHolder {
    /// How much of it.
    enum Lock: String, CaseIterable {
        /// Others may read.
        case immediate
        /// Nobody else may do anything.
        case exclusive
    }

    private static let script = """
        import select, sqlite3, sys
        database = sqlite3.connect(sys.argv[1], timeout=30, isolation_level=None)
        database.execute("BEGIN " + sys.argv[2])
        print("held", flush=True)
        select.select([sys.stdin], [], [], float(sys.argv[3]))
        """

    /// Runs `body` while the lock is held, for so many seconds at most.
    static func hold(
        _ lock: Lock,
        of database: String,
        seconds: Int = 600,
        _ body: @Sendable () async throws -> Void
    ) async throws {
        var platform = PlatformOptions()
        platform.teardownSequence = [.send(signal: .kill, allowedDurationToNextStep: .seconds(5))]
        _ = try await Subprocess.run(
            .name("python3"),
            arguments: ["-c", script, database, lock.rawValue, "\(seconds)"],
            platformOptions: platform,
            input: .inputWriter,
            output: .sequence,
            error: .discarded
        ) { execution in
            // Its one line says that it has it.
            var output = execution.standardOutput.makeAsyncIterator()
            _ = try await output.next()
            // The end of its input lets go.
            try await body()
        }
    }
}
