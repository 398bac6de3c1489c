internal import Foundation
internal import OutpostCore
internal import OutpostGateway

/// What this machine has, apart from its engine.
struct HostFacts: Sendable {
    /// Where data is or will be.
    var data: Disk
    /// Where the engine keeps images and containers; nil where this user or this machine does not see it.
    var engine: Disk?
    /// Files and sockets that a process may have open; nil where it cannot be told.
    var descriptors: Int?
    /// The version that git tells; nil where there is no git.
    var git: String?
    /// The version that ssh tells; nil where OpenSSH's client is not complete.
    var ssh: String?
    /// This machine's clock.
    var now: Date

    /// The room at a place.
    struct Disk: Sendable, Equatable {
        var path: String
        /// MiB; nil where it cannot be read.
        var freeMiB: Int?
        /// Files that can still be made; nil for file systems that do not count them.
        var freeFiles: Int?

        /// Of a path, or of the nearest folder above it that exists.
        init(of path: String) {
            var place = URL(fileURLWithPath: path).path
            while !FileManager.default.fileExists(atPath: place), place.count > 1 {
                place = (place as NSString).deletingLastPathComponent
            }
            self.path = place
            freeMiB = DiskSpace.freeMiB(of: place)
            let attributes = try? FileManager.default.attributesOfFileSystem(forPath: place)
            let all = (attributes?[.systemNodes] as? NSNumber)?.intValue ?? 0
            freeFiles = all == 0 ? nil : (attributes?[.systemFreeNodes] as? NSNumber)?.intValue
        }

        init(path: String, freeMiB: Int?, freeFiles: Int?) {
            self.path = path
            self.freeMiB = freeMiB
            self.freeFiles = freeFiles
        }
    }

    /// Looks.
    ///
    /// - Parameters:
    ///   - dataDirectory: it need not exist.
    ///   - now: this machine's clock.
    /// - Returns: everything but the engine's disk, which only the engine can name.
    static func collect(dataDirectory: String, now: Date) async -> HostFacts {
        async let git = ProgramVersion.of("git", ["--version"])
        async let ssh = ProgramVersion.of("ssh", ["-V"])
        return HostFacts(
            data: Disk(of: dataDirectory),
            descriptors: descriptorLimit(FileManager.default.contents(atPath: limitsFile)),
            git: await git,
            ssh: SSHPlace.isInstalled ? await ssh ?? "unknown version" : nil,
            now: now
        )
    }

    /// Where Linux tells a process its limits.
    static let limitsFile = "/proc/self/limits"

    /// Reads the soft limit on open files out of ``limitsFile``.
    static func descriptorLimit(_ contents: Data?) -> Int? {
        let lines = String(decoding: contents ?? Data(), as: UTF8.self).split(separator: "\n")
        let line = lines.first { $0.hasPrefix("Max open files") }
        return line?.dropFirst("Max open files".count).split(separator: " ").first.flatMap { Int($0) }
    }
}
