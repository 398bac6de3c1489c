internal import Foundation
internal import OutpostCore
internal import OutpostStore
internal import TestSupport
internal import Testing

@testable internal import outpost

@Suite("A new master key for a data directory", .timeLimit(.minutes(10)))
struct MasterKeyRotationTests {
    private static let token = SecretReference(owner: .shared, name: "TOKEN")
    private static let now = Date(timeIntervalSince1970: 1_700_000_000)

    private func source(_ folder: TemporaryFolder, named file: String? = nil) -> MasterKeySource {
        MasterKeySource(dataDirectory: folder.path, namedFile: file, environment: [:], warn: { _ in })
    }

    private func open(_ keys: MasterKeySource) async throws -> SecretVault {
        let database = try OutpostDatabase(path: keys.dataDirectory + "/outpost.sqlite")
        return try await SecretVault.open(database.secrets, with: keys, instance: "one")
    }

    private func value(_ keys: MasterKeySource) async throws -> String? {
        try await open(keys).value(of: Self.token, by: "d", at: Self.now)?.text
    }

    private func fill(_ keys: MasterKeySource) async throws {
        _ = try await open(keys).set(SecretValue("value"), for: Self.token, by: "me", at: Self.now)
    }

    @Test("is made beside the old one, and takes its place when nothing is sealed under the old one any more")
    func own() async throws {
        try await TemporaryFolder.with { folder in
            let keys = source(folder)
            try await fill(keys)
            let old = try folder.read("master.key")
            let done = try await MasterKeyRotation(keys: keys).run(try await open(keys), newKeyFile: nil, by: "me")
            #expect(done.advice == nil && done.report.secrets == 1)
            #expect(try folder.read("master.key") != old)
            #expect(try folder.mode("master.key") == 0o600)
            #expect(!keys.nextFile.exists)
            #expect(try await value(keys) == "value")
            try PrivateFile.move(
                try folder.write("old", String(decoding: old, as: UTF8.self), mode: 0o600),
                to: keys.ownFile.path
            )
            await #expect(throws: SecretError.self) { try await value(keys) }
        }
    }

    @Test("is put in place by the next start when the process was killed before it could")
    func killed() async throws {
        try await TemporaryFolder.with { folder in
            let keys = source(folder)
            try await fill(keys)
            // Killed after the new key was written: nothing is sealed under it, and the old one stays in use.
            let next = try keys.prepareNext(from: nil)
            #expect(try await value(keys) == "value")
            #expect(keys.nextFile.exists)
            #expect(try keys.prepareNext(from: nil).id == next.id, "the same is taken again")
            // Killed after everything was sealed anew, before the files were put right.
            _ = try await open(keys).rewrap(to: next, by: "me", at: Self.now)
            #expect(keys.nextFile.exists)
            #expect(try await value(keys) == "value")
            #expect(!keys.nextFile.exists)
            #expect(try MasterKey(text: String(decoding: try folder.read("master.key"), as: UTF8.self)).id == next.id)
        }
    }

    @Test("is found, and put in place, when the process was killed after it had removed the old one")
    func killedBetween() async throws {
        try await TemporaryFolder.with { folder in
            let keys = source(folder)
            try await fill(keys)
            let next = try keys.prepareNext(from: nil)
            _ = try await open(keys).rewrap(to: next, by: "me", at: Self.now)
            try FileManager.default.removeItem(atPath: keys.ownFile.path)
            #expect(try await value(keys) == "value")
            #expect(keys.ownFile.exists && !keys.nextFile.exists)
            #expect(try folder.mode("master.key") == 0o600)
        }
    }

    @Test("is the operator's to put in place where the old one is theirs")
    func named() async throws {
        try await TemporaryFolder.with { outside in
            try await TemporaryFolder.with { folder in
                func text(_ digit: String) -> String { String(repeating: digit, count: 64) }
                let old = try outside.write("old", text("1"), mode: 0o600)
                let new = try outside.write("new", text("2"), mode: 0o600)
                let keys = source(folder, named: old)
                try await fill(keys)
                let rotation = MasterKeyRotation(keys: keys)
                let refused = await #expect(throws: CommandFailure.self) {
                    try await rotation.run(try await open(keys), newKeyFile: nil, by: "me")
                }
                #expect(refused?.hint?.contains("--new-key-file") == true)
                let done = try await rotation.run(try await open(keys), newKeyFile: new, by: "me")
                #expect(done.advice?.contains("in the old one's place") == true)
                #expect(try await value(keys) == "value", "it is found although the old one is named")
                try folder.remove("master.key.new")
                await #expect(throws: SecretError.self) { try await value(keys) }
                #expect(try await value(source(folder, named: new)) == "value")
            }
        }
    }
}
