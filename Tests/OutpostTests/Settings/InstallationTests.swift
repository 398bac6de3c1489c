internal import Foundation
internal import OutpostAPI
internal import OutpostCore
internal import TestSupport
internal import Testing

@testable internal import outpost

@Suite("A data directory")
struct InstallationTests {
    @Test("without an installation is left as it is, except by what puts the first thing into one")
    func mistyped() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.path + "/data"
            let client = AdminClient(dataDirectory: path, environment: [:])
            let failure = try await #require(throws: CommandFailure.self) {
                try await client.call { try await $0.tenants() }
            }
            #expect(failure.status == .notFound)
            #expect(failure.message.contains("no installation of Outpost in \(path)"))
            #expect(!FileManager.default.fileExists(atPath: path))
            _ = try await client.call(creates: true) {
                try await $0.createTenant(CreateTenantBody(name: "acme", tier: nil))
            }
            #expect(try await client.call { try await $0.tenants() }.map(\.name).contains("acme"))
        }
    }

    @Test("knows where the results of its runs are, the named folder included")
    func artifacts() async throws {
        try await TemporaryFolder.with { folder in
            let ids = ["01KF16WN5Z4BX9K0P58GV7MJ1A", "01KF16WN5Z4BX9K0P58GV7MJ1B"]
            let named = folder.path + "/results"
            for (text, place) in zip(ids, [nil, named]) {
                let run = try RunDirectory(id: try #require(DispatchID(text)), below: folder.path)
                try folder.write("runs/\(text)/outpost.sqlite", "")
                if let place { try run.note(artifacts: place) }
            }
            #expect(LocalRun.ids(below: folder.path) == ids.reversed())
            let own = try #require(try LocalRun(ids[0], below: folder.path))
            #expect(try own.artifacts() == folder.path + "/runs/\(ids[0])/artifacts")
            let other = try #require(try LocalRun(ids[1], below: folder.path))
            let failure = try #require(throws: CommandFailure.self) { try other.artifacts() }
            #expect(failure.message.contains("not in \(named) any more"))
            try FileManager.default.createDirectory(atPath: named, withIntermediateDirectories: false)
            #expect(try other.artifacts() == named)
        }
    }
}
