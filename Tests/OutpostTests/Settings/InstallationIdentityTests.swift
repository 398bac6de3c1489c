internal import Foundation
internal import TestSupport
internal import Testing

@testable internal import outpost

@Suite("An installation's identity")
struct InstallationIdentityTests {
    private static let names = ["instance", "signing.key"]

    @Test("is made once, for its owner alone")
    func kept() async throws {
        try await TemporaryFolder.with { folder in
            let first = try InstallationIdentity.load(in: folder.path)
            let second = try InstallationIdentity.load(in: folder.path)
            #expect(first.instance == second.instance)
            #expect(first.signingKey == second.signingKey)
            for name in Self.names { #expect(try folder.mode(name) == 0o600) }
        }
    }

    @Test("is made anew where a power cut left an empty file", arguments: names)
    func empty(name: String) async throws {
        try await TemporaryFolder.with { folder in
            try folder.write(name, "")
            _ = try InstallationIdentity.load(in: folder.path)
            #expect(try !folder.read(name).isEmpty)
        }
    }

    /// Root reads whatever has a mode; a folder in a file's place, and a link to itself, are read by nobody.
    @Test("stays as it is, and the start fails, where it cannot be read", arguments: names)
    func unreadable(name: String) async throws {
        try await TemporaryFolder.with { folder in
            try folder.write(name + "/inside", "kept")
            let failure = try #require(throws: CommandFailure.self) {
                try InstallationIdentity.load(in: folder.path)
            }
            #expect(failure.message.contains(folder.path + "/" + name))
            #expect(String(decoding: try folder.read(name + "/inside"), as: UTF8.self) == "kept")
        }
        try await TemporaryFolder.with { folder in
            try folder.link(name, to: name)
            #expect(throws: CommandFailure.self) { try InstallationIdentity.load(in: folder.path) }
            let kept = try FileManager.default.destinationOfSymbolicLink(atPath: folder.path + "/" + name)
            #expect(kept == name)
        }
    }
}
