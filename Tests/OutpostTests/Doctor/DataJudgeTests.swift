internal import Foundation
internal import OutpostDocker
internal import OutpostStore
internal import TestSupport
internal import Testing

@testable internal import outpost

@Suite("The judgement of the data directory", .timeLimit(.minutes(10)))
struct DataJudgeTests {
    private func facts(
        _ path: String,
        settingsFile: String? = nil,
        problem: CommandFailure? = nil,
        environment: [String: String] = [:]
    ) -> DataFacts {
        DataFacts.collect(
            path,
            keyFile: nil,
            settingsFile: settingsFile,
            settingsProblem: problem,
            environment: environment
        )
    }

    private func bad(_ facts: DataFacts, database: CommandFailure? = nil) -> [PreflightFinding] {
        DataJudge(facts: facts, database: database).findings.filter { $0.level != .ok }
    }

    private static let key = String(repeating: "5", count: 64)

    @Test("makes nothing, and finds nothing wrong with a directory that is not there yet")
    func absent() async throws {
        try await TemporaryFolder.with { folder in
            #expect(bad(facts(folder.path + "/data")) == [])
            let made = try folder.entries()
            #expect(made == [])
        }
    }

    @Test("a directory and a master key that others can read, each with its command")
    func modes() async throws {
        try await TemporaryFolder.with { folder in
            let data = try folder.makeFolder("data")
            let key = try folder.write("data/master.key", Self.key, mode: 0o600)
            #expect(bad(facts(data)) == [])
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: key)
            let found = bad(facts(data))
            #expect(found.map(\.id) == ["data.master-key"])
            #expect(found.first?.level == .error && found.first?.advice == "chmod 600 \(key)")
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: data)
            let open = bad(facts(data))
            #expect(open.map(\.id) == ["data.directory"])
            #expect(open.first?.advice == "chmod 700 \(data)")
        }
    }

    @Test("a directory of another user's")
    func owner() {
        var facts = self.facts("/nonexistent/data")
        facts.directory = FileFacts(path: facts.path, mode: 0o700, isOurs: false)
        let found = bad(facts)
        #expect(found.map(\.id) == ["data.directory"])
        #expect(found.first?.advice?.hasPrefix("sudo chown -R") == true)
    }

    @Test("a master key from the environment is noted, one that is none is an error")
    func keys() {
        let weak = bad(facts("/nonexistent/data", environment: ["OUTPOST_MASTER_KEY": Self.key]))
        #expect(weak.map(\.level) == [.note])
        #expect(!weak.contains { $0.text.contains(Self.key) })
        let none = bad(facts("/nonexistent/data", environment: ["OUTPOST_MASTER_KEY": "short"]))
        #expect(none.map(\.level) == [.error])
    }

    @Test("settings that cannot be used, or that others can change or read")
    func settings() async throws {
        let failure = CommandFailure(.usage, "port: 'x' is not a number", hint: "a number")
        let problem = bad(facts("/nonexistent/data", problem: failure))
        #expect(problem.map(\.id) == ["data.settings"])
        #expect(problem.first?.advice == "a number")
        try await TemporaryFolder.with { folder in
            for (mode, level) in [(0o666, PreflightFinding.Level.error), (0o644, .note)] {
                let file = try folder.write("settings.yaml", "port: 3000", mode: mode)
                let found = bad(facts("/nonexistent/data", settingsFile: file))
                #expect(found.map(\.id) == ["data.settings"])
                #expect(found.first?.level == level)
                #expect(found.first?.advice?.hasSuffix(file) == true)
            }
        }
    }

    @Test("a server at work in it, a database that cannot be used, and one in WAL mode")
    func database() async throws {
        try await TemporaryFolder.with { folder in
            let data = try folder.makeFolder("data")
            let directory = try DataDirectory(creating: data)
            do { _ = try OutpostDatabase(in: directory) }
            #expect(!facts(data).isInUse)
            do {
                let lock = try directory.lock()
                defer { _ = lock }
                #expect(facts(data).isInUse)
            }
            #expect(facts(data).usesWriteAheadLog == false)
            var header = try folder.read("data/outpost.sqlite")
            header[18] = 2
            header[19] = 2
            try Data(header).write(to: URL(fileURLWithPath: directory.database))
            let found = bad(facts(data), database: CommandFailure(.storage, "it is newer", hint: "use that version"))
            #expect(found.map(\.id) == ["data.database", "data.sqlite"])
            #expect(found.map(\.level) == [.error, .warning])
            #expect(found.last?.advice?.contains("PRAGMA journal_mode = DELETE") == true)
        }
    }
}
