internal import ArgumentParser
internal import Foundation
internal import OutpostAPI
internal import OutpostCore

/// Fetches artifacts: `outpost artifacts get`.
struct ArtifactsGetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "get",
        abstract: "Fetches one artifact of a dispatch, or all of them, and checks their SHA-256.",
        discussion: """
            What was cut off is gone on with by the same command. A file that is there and
            differs is never replaced.

            EXAMPLES
              outpost artifacts get @last
              outpost artifacts get @last diff.patch -o results
            """
    )

    @Argument(help: DispatchArgument.help)
    var id: String

    @Argument(help: "The artifact's path; all of them without it.")
    var path: String?

    @Option(
        name: [.customShort("o"), .long],
        help: ArgumentHelp(
            "The folder to put it in. Default: this one for one artifact, else one named after the dispatch.",
            valueName: "dir"
        )
    )
    var output: String?

    @Flag(name: .long, help: "Fetch what holds a secret, too.")
    var reveal = false

    @Flag(name: .shortAndLong, help: "Print nothing.")
    var quiet = false

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.call { server in
            let listing = try await server.artifacts(try await server.dispatchID(id), reveals: reveal)
            // It names a folder here, whatever the server is.
            guard DispatchID(listing.dispatchId) != nil else {
                throw CommandFailure(.infrastructure, "the server gives the dispatch an id that is none")
            }
            try listing.requireFiles()
            let wanted = try self.wanted(of: listing)
            let folder = output ?? (path == nil ? listing.dispatchId : ".")
            let withheld = wanted.filter { $0.containsSecret == true && !reveal }
            var files: [FileBody] = []
            for artifact in wanted where reveal || artifact.containsSecret != true {
                let path = try artifact.path(below: folder)
                var download = ArtifactDownload(
                    connection: server,
                    id: listing.dispatchId,
                    artifact: artifact,
                    path: path
                )
                try await download.run()
                files.append(FileBody(path: path, sizeBytes: artifact.sizeBytes, sha256: artifact.sha256))
                if !connection.json, !quiet { Console().print(Terminal.safe(path, colours: false)) }
            }
            if connection.json { try Console().printJSON(files) }
            guard withheld.isEmpty else { throw Self.refusal(withheld) }
        }
    }

    private func wanted(of listing: ArtifactsBody) throws -> [ArtifactBody] {
        guard let path else { return listing.artifacts }
        let matches = listing.artifacts.filter { $0.key == path }
        guard matches.isEmpty else { return matches }
        let near = EditDistance.suggestion(for: path, among: listing.artifacts.map(\.key))
        throw CommandFailure(
            .notFound,
            "\(listing.dispatchId) has no artifact '\(path)'" + near,
            hint: "outpost artifacts ls \(listing.dispatchId)"
        )
    }

    private static func refusal(_ withheld: [ArtifactBody]) -> CommandFailure {
        CommandFailure(
            .conflict,
            "not fetched, because a secret is in it: \(withheld.map(\.key).joined(separator: ", "))",
            hint: "--reveal fetches it nevertheless"
        )
    }

    /// One file that is there now, for programs.
    private struct FileBody: Encodable {
        let path: String
        let sizeBytes: Int
        let sha256: String
    }
}
