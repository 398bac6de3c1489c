internal import ArgumentParser
internal import Foundation

/// Forgets a server and its key: `outpost logout`.
struct LogoutCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logout",
        abstract: "Forgets a login and its key; on the server the key stays good.",
        discussion: """
            EXAMPLE
              outpost logout --profile acme
            """
    )

    @Option(name: .long, help: "The login's name. Default: the last one.")
    var profile: String?

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    /// What was forgotten.
    private struct Answer: Encodable {
        let profile: String
    }

    func run() async throws {
        let path = Profiles.path(ProcessInfo.processInfo.environment)
        var profiles = try Profiles.read(path)
        guard let name = profile ?? profiles.current else {
            throw CommandFailure(.notFound, "there is no login", hint: "outpost login --list")
        }
        guard profiles.profiles.removeValue(forKey: name) != nil else {
            throw CommandFailure(
                .notFound,
                "there is no login '\(name)'"
                    + EditDistance.suggestion(for: name, among: Array(profiles.profiles.keys)),
                hint: "outpost login --list"
            )
        }
        if profiles.current == name { profiles.current = nil }
        try profiles.write(path)
        if json { return try Console().printJSON(Answer(profile: name)) }
        Console().print("forgot '\(name)'; its key is good until outpost keys revoke ends it")
    }
}
