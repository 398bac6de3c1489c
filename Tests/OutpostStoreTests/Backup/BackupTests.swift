internal import Foundation
internal import GRDB
internal import OutpostCore
internal import SystemPackage
internal import TestSupport
internal import Testing

@testable internal import OutpostStore

@Suite("A backup", .timeLimit(.minutes(10)))
struct BackupTests {
    /// A data directory with an ended dispatch and one that runs.
    private struct Bench {
        let folder: TemporaryFolder
        let data: DataDirectory
        let ended: Dispatch

        static func with(_ body: (Bench) async throws -> Void) async throws {
            try await TemporaryFolder.with { folder in
                let data = try DataDirectory(creating: folder.path + "/data")
                let store = try OutpostDatabase(in: data).dispatches
                let (ended, open) = (try ControlPlaneSamples.dispatch(1), try ControlPlaneSamples.dispatch(2))
                for dispatch in [ended, open] { try await store.insert(dispatch) }
                let end = DispatchEnd(status: .cancelled, reason: .cancelled)
                let time = ControlPlaneSamples.epoch
                _ = try await store.apply(.concluded(end, at: time), to: ended.id, at: time)
                try folder.write("data/instance", "instance-of-the-test", mode: 0o600)
                try folder.write("data/master.key", "the-master-key", mode: 0o600)
                try folder.write("data/signing.key", "the-signing-key", mode: 0o600)
                try folder.write(
                    "data/dispatches/\(ended.id)/artifacts/files/ä b/\(String(repeating: "n", count: 120))",
                    "x"
                )
                try folder.write("data/dispatches/\(ended.id)/log.jsonl", "{}\n")
                try folder.write("data/dispatches/\(open.id)/log.jsonl", "{}\n")
                try await body(Bench(folder: folder, data: data, ended: ended))
            }
        }

        var path: String { folder.path + "/outpost.tar" }

        @discardableResult
        func create() async throws -> BackupReport {
            let output = try FileDescriptor.open(
                FilePath(path),
                .writeOnly,
                options: [.create, .truncate],
                permissions: .ownerReadWrite
            )
            defer { try? output.close() }
            let writer = BackupWriter(of: data, version: "1.2.3", createdAt: ControlPlaneSamples.epoch)
            return try await writer.write(to: output, id: "test")
        }

        func restore(to name: String) async throws -> BackupReport {
            let input = try FileDescriptor.open(FilePath(path), .readOnly)
            defer { try? input.close() }
            return try await Backup.restore(input, to: "\(folder.path)/\(name)")
        }

        func verify() async throws -> BackupReport {
            let input = try FileDescriptor.open(FilePath(path), .readOnly)
            defer { try? input.close() }
            return try await Backup.verify(input, in: folder.makeFolder("verify-\(UUID())"))
        }
    }

    @Test("brings back the database and what ended dispatches left, and no key")
    func roundTrip() async throws {
        try await Bench.with { bench in
            // A server that works in the directory has it open.
            let server = try OutpostDatabase(in: bench.data)
            let made = try await bench.create()
            #expect(made.dispatches == 2 && made.files == 4)
            #expect(try await bench.verify() == made)
            #expect(try await bench.restore(to: "new") == made)
            let files = try FileManager.default.subpathsOfDirectory(atPath: bench.folder.path + "/new")
            #expect(!files.contains { $0.hasSuffix(".key") })
            #expect(try bench.folder.read("new/instance") == Array("instance-of-the-test".utf8))
            let before = try FileManager.default.subpathsOfDirectory(
                atPath: "\(bench.data.dispatches)/\(bench.ended.id)"
            )
            let after = try FileManager.default.subpathsOfDirectory(
                atPath: "\(bench.folder.path)/new/dispatches/\(bench.ended.id)"
            )
            #expect(before.sorted() == after.sorted())
            let restored = try OutpostDatabase(in: DataDirectory(creating: bench.folder.path + "/new"))
            #expect(try await restored.dispatches.dispatch(bench.ended.id)?.state.status == .cancelled)
            #expect(try await restored.audit.verify(expected: nil).fault == nil)
            #expect(try FileManager.default.contentsOfDirectory(atPath: bench.data.temporary).isEmpty)
            _ = server
        }
    }

    @Test("replaces nothing")
    func occupied() async throws {
        try await Bench.with { bench in
            try await bench.create()
            await #expect(throws: BackupError.notEmpty(path: bench.data.path)) { try await bench.restore(to: "data") }
            try bench.folder.makeFolder("empty")
            #expect(try await bench.restore(to: "empty").dispatches == 2)
        }
    }

    @Test("that was cut off or changed anywhere is refused, and leaves nothing", arguments: 0..<12)
    func damaged(part: Int) async throws {
        try await Bench.with { bench in
            try await bench.create()
            var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: bench.path)))
            // The last kilobyte is the end's mark, and zeros either way.
            let place = (bytes.count - 2048) * part / 12 + 700
            if part.isMultiple(of: 2) {
                bytes.removeSubrange(place...)
            } else {
                bytes[place] ^= 0xFF
            }
            try Data(bytes).write(to: URL(fileURLWithPath: bench.path))
            await #expect(throws: (any Error).self) { try await bench.verify() }
            await #expect(throws: (any Error).self) { try await bench.restore(to: "new") }
            #expect(!FileManager.default.fileExists(atPath: bench.folder.path + "/new"))
            #expect(!FileManager.default.fileExists(atPath: bench.folder.path + "/new.restoring"))
        }
    }

    @Test("with a file that leads out of its folder is refused", arguments: ["../x", "/etc/x", "dispatches/../x", "y"])
    func hostile(name: String) async throws {
        try await Bench.with { bench in
            var tar = TarWriter()
            let header = #"{"format":1,"version":"1","createdAt":"2026-01-01T00:00:00Z"}"#
            tar.add("outpost-backup.json", contents: Array(header.utf8))
            tar.add(name, contents: [1])
            try Data(tar.finish()).write(to: URL(fileURLWithPath: bench.path))
            let error = await #expect(throws: BackupError.self) { try await bench.restore(to: "new") }
            #expect(error == .damaged("an unexpected file: \(name)"))
        }
    }

    @Test("is told from other files, and from those of a newer program")
    func others() async throws {
        try await Bench.with { bench in
            for text in ["", "no tar at all", String(repeating: "x", count: 4096)] {
                try Data(text.utf8).write(to: URL(fileURLWithPath: bench.path))
                await #expect(throws: BackupError.notABackup) { try await bench.verify() }
            }
            var tar = TarWriter()
            let header = #"{"format":9,"version":"9","createdAt":"2026-01-01T00:00:00Z"}"#
            tar.add("outpost-backup.json", contents: Array(header.utf8))
            try Data(tar.finish()).write(to: URL(fileURLWithPath: bench.path))
            await #expect(throws: BackupError.newer(format: 9)) { try await bench.verify() }
        }
    }
}
