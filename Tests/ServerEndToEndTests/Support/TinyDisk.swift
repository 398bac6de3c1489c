internal import Foundation
internal import Testing

/// A file system of a few megabytes, which a test can fill and empty again.
struct TinyDisk: Sendable {
    /// Where it is mounted.
    let path: String

    /// Whether one can be mounted: it takes root and loop devices.
    static func isAvailable() async -> Bool {
        guard getuid() == 0 else { return false }
        let folder = "/tmp/x-\(UUID().uuidString.prefix(8).lowercased())"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return (try? await with(at: folder + "/disk") { _ in true }) ?? false
    }

    /// Mounts one of 24 MiB, makes it private, and unmounts it after `body`.
    ///
    /// - Parameters:
    ///   - path: a folder that is made.
    ///   - inodes: how many files it can hold.
    ///   - body: what runs meanwhile.
    /// - Returns: what the body returned.
    /// - Throws: what the body throws, or when nothing can be mounted.
    static func with<Output>(
        at path: String,
        inodes: Int = 4096,
        _ body: (TinyDisk) async throws -> Output
    ) async throws -> Output {
        let image = Self.image(of: path)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try await Shell.run("truncate", ["-s", "24M", image])
        try await Shell.run("mkfs.ext4", ["-q", "-N", "\(inodes)", image])
        try await Shell.run("mount", ["-o", "loop", image, path])
        do {
            try await Shell.run("chmod", ["700", path])
            let output = try await body(TinyDisk(path: path))
            try await Shell.run("umount", ["--lazy", path])
            return output
        } catch {
            _ = try? await Shell.attempt("umount", ["--lazy", path])
            throw error
        }
    }

    private static func image(of path: String) -> String { path + ".img" }

    /// Fails as a disk does whose file system gives up: nothing can be written from now on, whatever is open.
    func fail() async throws { try await Shell.run("mount", ["-o", "remount,abort", path]) }

    /// Is as it was after its last sync, for whoever opens it anew.
    func mend() async throws {
        try await Shell.run("umount", ["--lazy", path])
        let check = try await Shell.attempt("e2fsck", ["-fy", Self.image(of: path)])
        // 1 says that it mended something.
        try #require(check.code <= 1, "\(check.output)\(check.errors)")
        try await Shell.run("mount", ["-o", "loop", Self.image(of: path), path])
    }

    private var filler: String { path + "/lost+found/filler" }

    /// Leaves no block free.
    func fill() async throws {
        let answer = try await Shell.attempt("dd", ["if=/dev/zero", "of=\(filler)", "bs=4096", "conv=fsync"])
        try #require(answer.code != 0 && answer.errors.contains("No space left"))
    }

    /// Leaves no inode free.
    func fillInodes() async throws {
        let script = #"mkdir -p "$0" && i=0; while : >"$0/$i"; do i=$((i + 1)); done 2>/dev/null; [ "$i" -gt 0 ]"#
        try await Shell.run("bash", ["-c", script, filler])
    }

    /// Gives back what was filled.
    func empty() throws { try FileManager.default.removeItem(atPath: filler) }
}
