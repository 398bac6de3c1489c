internal import OutpostCore
internal import Testing

@testable internal import outpost

@Suite("The setting git_allow")
struct GitAllowTests {
    private func folders(_ value: String, data: String = "/var/lib/outpost-test") throws -> [String] {
        let values: [ServeKey: String] = [.gitAllow: value, .dataDir: data]
        let file = ServeFile(path: "f", values: values.mapValues { ServeFile.Value(text: $0, line: 1) })
        return try ServeSettings(flags: [:], environment: [:], file: file, isRoot: false).localRepositories.paths
    }

    @Test("names folders, as paths or as URLs, with one for each tenant where it says so")
    func sound() throws {
        #expect(try folders("") == [])
        #expect(try folders("/srv/git, file:///srv/other") == ["/srv/git", "/srv/other"])
        #expect(try folders("/srv/git/{tenant}") == ["/srv/git/{tenant}"])
    }

    @Test(
        "is refused where it is no folder",
        arguments: ["ssh", "srv/git", "file://srv/git", "/srv/../etc", "/srv/./git"]
    )
    func malformed(value: String) throws {
        let failure = try #require(throws: CommandFailure.self) { try folders(value) }
        #expect("\(failure)".contains("no absolute path"))
    }

    @Test("does not open the whole machine, as it once did with 'file'")
    func everything() throws {
        let failure = try #require(throws: CommandFailure.self) { try folders("file") }
        #expect("\(failure)".contains("every repository of this machine"))
    }

    @Test(
        "does not open the data directory, where other tenants' repositories are",
        arguments: ["/", "/var/lib/outpost-test", "/var/lib/outpost-test/mirrors", "/var/lib/{tenant}"]
    )
    func dataDirectory(value: String) throws {
        let failure = try #require(throws: CommandFailure.self) { try folders(value) }
        #expect("\(failure)".contains("one inside the other"))
    }
}
