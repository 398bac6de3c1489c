internal import Foundation
internal import OutpostCore
internal import TestSupport
internal import Testing

@testable internal import outpost

@Suite("Where things lie")
struct LocationTests {
    @Test(
        "data lies where somebody says, else where the system keeps such things",
        arguments: [
            ("/named", ["OUTPOST_DATA_DIR": "/variable"], true, "/named"),
            (nil, ["OUTPOST_DATA_DIR": "/variable"], true, "/variable"),
            (nil, [:], true, "/var/lib/outpost"), (nil, ["HOME": "/home/me"], false, "/home/me/.local/state/outpost"),
            (nil, ["HOME": "/home/me", "XDG_STATE_HOME": "/state"], false, "/state/outpost"),
        ] as [(String?, [String: String], Bool, String)]
    )
    func data(named: String?, environment: [String: String], isRoot: Bool, expected: String) {
        #expect(DataDirectoryLocation.resolve(named: named, environment: environment, isRoot: isRoot) == expected)
    }

    @Test("agents lie where somebody says first, and beside the program")
    func agents() async throws {
        try await TemporaryFolder.with { folder in
            try folder.write("checkout/agents/base/Dockerfile", "FROM x")
            try folder.write("installed/share/outpost/agents/base/Dockerfile", "FROM x")
            try folder.makeFolder("installed/bin")
            let built = folder.path + "/checkout/.build/debug/outpost"
            #expect(
                try AgentDirectories(named: "/mine", executable: built).resolve() == [
                    "/mine", folder.path + "/checkout/agents",
                ]
            )
            let installed = AgentDirectories(named: nil, executable: folder.path + "/installed/bin/outpost")
            #expect(try installed.resolve() == [folder.path + "/installed/share/outpost/agents"])
            #expect(throws: CommandFailure.self) {
                try AgentDirectories(named: nil, executable: "/x/outpost").resolve()
            }
        }
    }

    @Test("a run has a place of its own whose socket's path is short enough", arguments: [10, 200])
    func run(length: Int) async throws {
        try await TemporaryFolder.with { folder in
            let id = try #require(DispatchID("01ARZ3NDEKTSV4RRFFQ69G5FAV"))
            let data = folder.path + "/" + String(repeating: "d", count: length)
            try folder.makeFolder(String(repeating: "d", count: length))
            let directory = try RunDirectory(id: id, below: data)
            #expect((directory.door + "/door.sock").utf8.count <= 107)
            #expect(FileManager.default.fileExists(atPath: directory.door))
            directory.discardTemporaries()
            #expect(!FileManager.default.fileExists(atPath: directory.door))
            let parent = URL(fileURLWithPath: directory.door).deletingLastPathComponent().path
            #expect(FileManager.default.fileExists(atPath: parent) == (length == 10), "nothing stays in /tmp")
        }
    }

    @Test("a run of its own is not mixed up with another's")
    func names() async throws {
        try await TemporaryFolder.with { folder in
            let id = try #require(DispatchID("01ARZ3NDEKTSV4RRFFQ69G5FAV"))
            let directory = try RunDirectory(id: id, below: folder.path)
            #expect(directory.instance.text == id.text)
            #expect(directory.artifacts == folder.path + "/runs/\(id)/artifacts")
            #expect(try folder.mode("runs/\(id)") == 0o700)
        }
    }
}
