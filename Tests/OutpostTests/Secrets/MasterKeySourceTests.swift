internal import Foundation
internal import OutpostCore
internal import Synchronization
internal import TestSupport
internal import Testing

@testable internal import outpost

@Suite("Where the master key comes from")
struct MasterKeySourceTests {
    private static func text(_ digit: Int) -> String { String(repeating: String(digit), count: 64) }

    private func id(_ digit: Int) throws -> String { try MasterKey(text: Self.text(digit)).id }

    /// What was found: a key's id, or `passphrase`.
    private func found(_ material: MasterKeyMaterial) -> String {
        switch material {
        case .key(let key): key.id
        case .passphrase: "passphrase"
        }
    }

    @Test("the first place that has one decides: credential, named file, own file, passphrase, environment, a new one")
    func order() async throws {
        try await TemporaryFolder.with { folder in
            let data = try folder.makeFolder("data")
            let credentials = try folder.makeFolder("credentials")
            try folder.write("credentials/outpost-master-key", Self.text(1), mode: 0o440)
            let named = try folder.write("key", Self.text(2), mode: 0o600)
            try folder.write("data/master.key", Self.text(3), mode: 0o600)
            let passphrase = try folder.write("words", "a long enough passphrase\n", mode: 0o400)
            var environment = [
                "CREDENTIALS_DIRECTORY": credentials, "OUTPOST_MASTER_PASSPHRASE_FILE": passphrase,
                "OUTPOST_MASTER_KEY": Self.text(5),
            ]
            var file: String? = named
            let warnings = Mutex<[String]>([])
            func find(isNew: Bool = false) throws -> String {
                let source = MasterKeySource(
                    dataDirectory: data,
                    namedFile: file,
                    environment: environment,
                    warn: { warning in warnings.withLock { $0.append(warning) } }
                )
                return found(try source.find(isNew: isNew))
            }
            #expect(try find() == (try id(1)))
            try folder.remove("credentials/outpost-master-key")
            #expect(try find() == (try id(2)))
            file = nil
            #expect(try find() == (try id(3)))
            try folder.remove("data/master.key")
            #expect(try find() == "passphrase")
            environment["OUTPOST_MASTER_PASSPHRASE_FILE"] = nil
            #expect(warnings.withLock { $0.isEmpty })
            #expect(try find() == (try id(5)))
            #expect(warnings.withLock { $0.count } == 1)
            environment["OUTPOST_MASTER_KEY"] = nil
            let refused = #expect(throws: CommandFailure.self) { try find() }
            #expect(refused?.status == .secret)
            #expect(try folder.entries("data").isEmpty)
            let made = try find(isNew: true)
            #expect(try folder.mode("data/master.key") == 0o600)
            #expect(try find() == made)
        }
    }

    @Test(
        "a file that others can read, write or replace is refused with the command that puts it right",
        arguments: [0o640, 0o604, 0o620, 0o602, 0o644, 0o666]
    )
    func modes(mode: Int) async throws {
        try await TemporaryFolder.with { folder in
            let data = try folder.makeFolder("data")
            let path = try folder.write("data/master.key", Self.text(1), mode: mode)
            let source = MasterKeySource(dataDirectory: data, namedFile: nil, environment: [:], warn: { _ in })
            let failure = #expect(throws: CommandFailure.self) { try source.find(isNew: true) }
            #expect(failure?.hint == "chmod 600 \(path)")
        }
    }

    @Test("a link, a folder, and a file in a folder that others write to are refused")
    func places() async throws {
        try await TemporaryFolder.with { folder in
            let data = try folder.makeFolder("data")
            let good = try folder.write("key", Self.text(1), mode: 0o600)
            try folder.link("link", to: good)
            try folder.makeFolder("open", mode: 0o777)
            let open = try folder.write("open/key", Self.text(1), mode: 0o600)
            let inside = try folder.write("data/other.key", Self.text(1), mode: 0o600)
            for path in [folder.path + "/link", data, open, inside, folder.path + "/absent"] {
                let source = MasterKeySource(dataDirectory: data, namedFile: path, environment: [:], warn: { _ in })
                #expect(throws: CommandFailure.self, "\(path)") { try source.find(isNew: true) }
            }
        }
    }

    @Test("a key that is none is refused, and what it was is not told")
    func malformed() async throws {
        try await TemporaryFolder.with { folder in
            let data = try folder.makeFolder("data")
            try folder.write("data/master.key", "not-a-key-at-all", mode: 0o600)
            let source = MasterKeySource(dataDirectory: data, namedFile: nil, environment: [:], warn: { _ in })
            let failure = #expect(throws: CommandFailure.self) { try source.find(isNew: true) }
            #expect(failure?.message.contains("not-a-key-at-all") == false)
        }
    }
}
