internal import Foundation
internal import OutpostCore
internal import OutpostStore
internal import Subprocess
internal import SystemPackage
internal import TestSupport
internal import Testing

/// Mounting needs root.
@Suite("A full disk", .timeLimit(.minutes(10)), .enabled(if: FileManager.default.isWritableFile(atPath: "/etc/shadow")))
struct FullDiskTests {
    /// Runs `body` with a dispatch whose artifacts have 64 KiB, 8 of them taken.
    private func withTinyDisk(_ body: (FilesBench, String) async throws -> Void) async throws {
        try await TemporaryFolder.with { folder in
            let disk = try folder.makeFolder("disk")
            try await run("mount", ["-t", "tmpfs", "-o", "size=64k,mode=700", "tmpfs", disk])
            do {
                let files = DispatchFiles(directory: folder.path, artifacts: { _ in disk + "/artifacts" })
                let bench = FilesBench(folder: folder, files: files, dispatch: try FilesBench.dispatch())
                try await files.prepare(bench.dispatch)
                try await body(bench, "disk/artifacts")
                try await run("umount", [disk])
            } catch {
                try await run("umount", ["--lazy", disk])
                throw error
            }
        }
    }

    private func run(_ program: String, _ arguments: [String]) async throws {
        let result = try await Subprocess.run(
            .name(program),
            arguments: Arguments(arguments),
            output: .discarded,
            error: .string(limit: 4096)
        )
        try #require(result.terminationStatus.isSuccess, "\(program): \(result.standardError)")
    }

    @Test("refuses a delivery whole, and leaves room for the rest")
    func delivery() async throws {
        try await withTinyDisk { bench, artifacts in
            await #expect(throws: Errno.noSpace) {
                try await bench.receive([.file("diff.patch", "small"), .file("files/large", bytes: 200_000)])
            }
            #expect(try bench.folder.entries(artifacts) == ["output.log", "task.md"])
            let manifest = try await bench.seal()
            #expect(manifest.files.map(\.path) == ["output.log", "summary.json", "task.md"])
        }
    }

    @Test("cuts the log between lines, and its digest stays right")
    func log() async throws {
        try await withTinyDisk { bench, artifacts in
            let line = OutputLine(stream: .stdout, text: String(repeating: "x", count: 9000))
            var failures = 0
            for _ in 0..<12 {
                do {
                    try await bench.files.append(line, at: FilesBench.epoch, to: bench.dispatch.id)
                } catch {
                    failures += 1
                    #expect(error as? Errno == .noSpace)
                }
            }
            #expect(failures > 0 && failures < 12)
            let text = try bench.folder.read(artifacts + "/output.log")
            #expect(text.count % 9001 == 0, "no line is cut")
            await #expect(throws: Errno.noSpace) { try await bench.seal() }
            #expect(try !bench.folder.entries(artifacts).contains("manifest.json"))
        }
    }
}
