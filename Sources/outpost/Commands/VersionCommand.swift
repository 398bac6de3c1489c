internal import ArgumentParser
internal import CurlHTTP
internal import Foundation
internal import OutpostAPI

/// Tells the versions: `outpost version`.
struct VersionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "version",
        abstract: "Prints the version of this program, and of the server where one answers.",
        discussion: """
            EXAMPLE
              outpost version --json
            """
    )

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let address = try connection.address()
        let service: ServiceBody? = try? await ConnectionOptions.call(address) { server in
            let response = try await server.curl.collect(server.request("GET", "/", deadline: .seconds(5)))
            return try APICoding.decode(from: Data(response.body))
        }
        let console = Console()
        if connection.json {
            return try console.printJSON(
                Versions(client: Outpost.version, server: service?.version, address: address.description)
            )
        }
        console.print("outpost \(Outpost.version)")
        console.print("server  \(service?.version ?? "none answers") at \(address.description)")
    }

    private struct Versions: Encodable {
        let client: String
        let server: String?
        let address: String
    }
}
