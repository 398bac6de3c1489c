internal import ArgumentParser
internal import CurlHTTP
internal import Foundation
internal import OutpostCore

/// Options of the commands that talk to a server.
struct ConnectionOptions: ParsableArguments {
    @Option(
        name: .long,
        help:
            "The server of an outpost login. Default: $OUTPOST_API_URL, $OUTPOST_PROFILE, the last login, then this machine's."
    )
    var profile: String?

    @Option(
        name: .long,
        help: "On this machine's server: the tenant's name or id. Default: the only one, or the operator's own."
    )
    var tenant: String?

    @Option(name: .long, help: ArgumentHelp("The data directory of this machine's server.", valueName: "dir"))
    var dataDir: String?

    @Flag(name: .long, help: "Print JSON, as the server gives it.")
    var json = false

    func validate() throws {
        try DataDirectoryLocation.check(named: dataDir)
        guard profile == nil || (tenant == nil && dataDir == nil) else {
            throw ValidationError(
                "--profile names a server, and --tenant and --data-dir this machine's: give one of them"
            )
        }
    }

    /// Where the server is.
    ///
    /// - Throws: ``CommandFailure``.
    func address(_ environment: [String: String] = ProcessInfo.processInfo.environment) throws -> ServerAddress {
        let choice = ConnectionChoice(
            profile: profile,
            tenant: tenant,
            dataDirectory: dataDir,
            environment: environment,
            isRoot: Process.isRoot
        )
        return try choice.address { try Profiles.read(Profiles.path(environment)) }
    }

    /// Talks to the server.
    ///
    /// - Throws: ``CommandFailure``.
    func call<Output: Sendable>(_ body: (ServerConnection) async throws -> Output) async throws -> Output {
        try await Self.call(address(), body)
    }

    /// The same for a server that is known.
    static func call<Output: Sendable>(
        _ address: ServerAddress,
        _ body: (ServerConnection) async throws -> Output
    ) async throws -> Output {
        let curl = CurlClient(environment: ProcessInfo.processInfo.environment)
        do {
            let output = try await body(ServerConnection(address: address, curl: curl))
            await curl.shutdown()
            return output
        } catch let error as CurlError {
            await curl.shutdown()
            throw CommandFailure(error, at: address)
        } catch {
            await curl.shutdown()
            throw error
        }
    }
}
