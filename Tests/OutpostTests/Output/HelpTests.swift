internal import ArgumentParser
internal import Foundation
internal import TestSupport
internal import Testing

@testable internal import outpost

@Suite("The help")
struct HelpTests {
    private struct Named {
        let path: String
        let command: any ParsableCommand.Type
    }

    private static func all(
        below command: any ParsableCommand.Type = Outpost.self,
        path: String = "outpost"
    ) -> [Named] {
        [Named(path: path, command: command)]
            + SubcommandHint.subcommands(of: command).flatMap {
                all(below: $0, path: "\(path) \(SubcommandHint.name(of: $0))")
            }
    }

    @Test("of every command stands in 80 columns as it was written, with its options in one column")
    func columns() {
        for one in Self.all() {
            // A longer line would be broken by the argument parser, and the rest of its paragraph would stay as it is.
            for line in one.command.configuration.discussion.split(separator: "\n") {
                #expect(line.count < 80, "\(one.path): \(line)")
            }
            let lines = one.command.helpMessage(columns: 80).split(separator: "\n")
            for line in lines where !line.hasPrefix("USAGE: ") {
                #expect(line.count <= 80, "\(one.path): \(line)")
            }
            for line in lines.drop(while: { !$0.hasPrefix("USAGE: ") }) where line.hasPrefix("   ") {
                #expect(line.prefix { $0 == " " }.count == 26, "\(one.path): \(line)")
            }
        }
    }

    @Test("offers -q for all that lists, changes or removes things that have names of their own")
    func quiet() {
        let paths = [
            "promote", "workspaces ls", "workspaces rm", "gc", "audit list", "egress show", "egress allow",
            "egress deny", "egress forget", "egress mode", "egress presets",
        ]
        let helps = Dictionary(uniqueKeysWithValues: Self.all().map { ($0.path, $0.command.helpMessage(columns: 80)) })
        for path in paths { #expect(helps["outpost \(path)"]?.contains("-q, --quiet") == true, "\(path)") }
    }

    @Test("offers --json for every command but those whose output is for another program")
    func json() {
        let ends = Self.all().filter { SubcommandHint.subcommands(of: $0.command).isEmpty }
        let without = ends.filter { !$0.command.helpMessage(columns: 80).contains("  --json ") }.map(\.path)
        #expect(without == ["outpost completions", "outpost man"])
    }

    @Test("comes with a refusal of --json where there is none", arguments: [["man"], ["completions", "bash"]])
    func noJSON(command: [String]) throws {
        let arguments = command + ["--json"]
        let error = #expect(throws: (any Error).self) { try Outpost.parseAsRoot(arguments) }
        let message = Outpost.message(for: try #require(error))
        let failure = try #require(SubcommandHint.withoutJSON(arguments, below: Outpost.self, message: message))
        #expect(failure.status == .usage)
        #expect(failure.message == "'outpost \(command[0])' takes no --json")
        let other = "Unknown option '--bad'"
        #expect(SubcommandHint.withoutJSON(["ps", "--bad"], below: Outpost.self, message: other) == nil)
    }

    @Test("without an engine names the script in a checkout, and elsewhere what is there")
    func engine() async throws {
        try await TemporaryFolder.with { folder in
            try folder.write("Package.swift", "")
            try folder.write("docker/engine.sh", "")
            try folder.write(".build/debug/outpost", "")
            let inside = EngineHint.start(executable: folder.path + "/.build/debug/outpost")
            #expect(inside.contains("docker/engine.sh ensure"))
        }
        let installed = EngineHint.start(executable: "/usr/local/bin/outpost")
        #expect(!installed.contains("engine.sh"))
        #expect(installed.contains("systemctl start docker") && installed.contains("DOCKER_HOST"))
    }

    @Test("is true of serve --json: where it listens is one line, with the port that the system chose")
    func serving() throws {
        func settings(_ flags: [ServeKey: String]) throws -> ServeSettings {
            try ServeSettings(flags: flags, environment: ["HOME": "/home/x"], file: ServeFile(), isRoot: false)
        }
        let plain = ServeFacts(settings: try settings([:]), port: 41, socket: "/d/admin.sock", dataDirectory: "/d")
        #expect(plain.url == "http://127.0.0.1:41")
        let tls: [ServeKey: String] = [.host: "::1", .tlsCertificate: "/c.pem", .tlsKey: "/k.pem"]
        let closed = ServeFacts(settings: try settings(tls), port: 443, socket: "/d/admin.sock", dataDirectory: "/d")
        #expect(closed.url == "https://[::1]:443")
        let members = try JSONSerialization.jsonObject(with: JSONEncoder().encode(plain)) as? [String: String]
        #expect(members.map { $0.keys.sorted() } == ["dataDirectory", "socket", "url", "version"])
    }
}
