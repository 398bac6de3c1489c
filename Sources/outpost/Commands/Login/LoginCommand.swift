internal import ArgumentParser
internal import CurlHTTP
internal import Foundation
internal import OutpostAPI

/// Keeps a server and a key for it: `outpost login`.
struct LoginCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "login",
        abstract: "Keeps a server's address and a key for it, after a look whether both are good.",
        discussion: """
            The key is typed without echo, or piped into standard input, and kept in
            $XDG_CONFIG_HOME/outpost/profiles.json for you alone. The last login is the
            server of every command that names no other.

            EXAMPLES
              outpost login https://outpost.example.com
              outpost keys create --tenant acme -q |
                outpost login http://127.0.0.1:3000 --profile acme
              outpost login --list
            """
    )

    @Argument(
        help: ArgumentHelp("The server's address. Default: $OUTPOST_API_URL, the profile's, http://127.0.0.1:3000.")
    )
    var url: String?

    @Option(name: .long, help: "The name to keep it under.")
    var profile = "default"

    @Flag(name: .long, help: "List the servers that are kept; keys are not shown.")
    var list = false

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    func validate() throws {
        guard !profile.isEmpty else { throw ValidationError("--profile is empty; leave it out, or name one") }
        guard !list || url == nil else { throw ValidationError("--list takes no address") }
    }

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let path = Profiles.path(environment)
        var profiles = try Profiles.read(path)
        if list { return try show(profiles) }
        let variable = environment["OUTPOST_API_URL"].flatMap { $0.isEmpty ? nil : $0 }
        let standard = variable ?? profiles.profiles[profile]?.url ?? "http://127.0.0.1:3000"
        let url = try ConnectionChoice.url(url ?? standard)
        let console = Console()
        if Self.isOpen(url) {
            console.note("outpost: the key goes to \(url) unencrypted; https would keep it to yourself")
        }
        let key = try await Self.key(for: url)
        let remark = try await check(.remote(url: url, key: key))
        profiles.profiles[profile] = Profiles.Profile(url: url, key: key)
        profiles.current = profile
        try profiles.write(path)
        if json { return try show(profiles) }
        console.print("logged in to \(url) as '\(profile)'" + remark)
    }

    private static func key(for url: String) async throws -> String {
        let name = "API key of \(url)"
        let key = try await SecretInput.parse([]).value(of: name).trimmingCharacters(in: .whitespacesAndNewlines)
        guard !key.isEmpty, key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw CommandFailure(.secret, "that is no API key", hint: "outpost keys create makes one, such as otp_…")
        }
        return key
    }

    /// A key that may not list is a good key nevertheless.
    private func check(_ address: ServerAddress) async throws -> String {
        try await ConnectionOptions.call(address) { server in
            let request = server.request("GET", "/dispatch?limit=1", deadline: ServerConnection.deadline)
            let response = try await server.curl.collect(request)
            guard response.status != 200 else {
                _ = try server.read(response, of: "GET /dispatch", as: PageBody<DispatchBody>.self)
                return ""
            }
            let failure = server.failure(response.status, response.body, of: "GET /dispatch")
            guard response.status == 403 else { throw failure }
            return "; the key may not list dispatches"
        }
    }

    /// Whether somebody between could read the key.
    private static func isOpen(_ url: String) -> Bool {
        guard let parts = URLComponents(string: url), parts.scheme?.lowercased() == "http" else { return false }
        let host = parts.host ?? ""
        return host != "localhost" && host != "[::1]" && !host.hasPrefix("127.")
    }

    private func show(_ profiles: Profiles) throws {
        let console = Console()
        let entries = profiles.profiles.sorted { $0.key < $1.key }.map { name, profile in
            Entry(name: name, url: profile.url, current: name == profiles.current)
        }
        if json { return try console.printJSON(ListBody(items: entries)) }
        guard !entries.isEmpty else { return console.note("there is no login; outpost login URL makes one") }
        var table = Table(["PROFILE", "", "SERVER"])
        for entry in entries { table.add([entry.name, entry.current ? "*" : "", entry.url]) }
        console.print(table)
    }

    /// A profile without its key.
    private struct Entry: Codable {
        let name: String
        let url: String
        let current: Bool
    }
}
