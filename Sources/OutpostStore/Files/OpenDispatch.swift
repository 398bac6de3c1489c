internal import Foundation
internal import OutpostCore

/// The files of one dispatch that is still being written.
final class OpenDispatch {
    private let artifacts: String
    private var log: LogWriter
    private let task: ArtifactManifest.File
    /// What the runtime handed in.
    private var received = ArtifactManifest()

    /// - Throws: `CocoaError` or `Errno`; the artifacts' directory must be new or empty.
    init(_ dispatch: Dispatch, home: String, artifacts: String, limits: ArtifactLimits) throws {
        self.artifacts = artifacts
        for folder in [home, artifacts] {
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        }
        task = try Self.write("task.md", Array(dispatch.request.task.utf8), in: artifacts)
        log = try LogWriter(record: home + "/log.jsonl", text: artifacts + "/output.log", limit: limits.logBytes)
    }

    var isLogTruncated: Bool { log.dropped > 0 }

    func append(_ line: OutputLine, at time: Date) throws {
        try log.append(line, at: time)
    }

    /// Moves a complete delivery to its place, instead of the one before.
    func take(_ delivery: ArtifactManifest, from incoming: String) throws {
        let manager = FileManager.default
        received = ArtifactManifest()
        for name in ArtifactIntake.names where manager.fileExists(atPath: artifacts + "/" + name) {
            try manager.removeItem(atPath: artifacts + "/" + name)
        }
        for name in ArtifactIntake.names where manager.fileExists(atPath: incoming + "/" + name) {
            try manager.moveItem(atPath: incoming + "/" + name, toPath: artifacts + "/" + name)
        }
        try FileWriter.syncDirectory(artifacts)
        received = delivery
    }

    /// Writes the summary and, last, the manifest that makes the artifacts complete; it appears whole or not at all.
    func seal(_ summary: DispatchSummary) throws -> ArtifactManifest {
        let output = try log.finish()
        let written = try Self.write("summary.json", Self.json(summary), in: artifacts)
        let files = (received.files + [task, output, written]).sorted { $0.path < $1.path }
        let manifest = ArtifactManifest(files: files, refused: received.refused)
        let unnamed = try Self.write(".manifest.json", Self.json(manifest), in: artifacts).path
        try FileManager.default.moveItem(atPath: artifacts + "/" + unnamed, toPath: artifacts + "/manifest.json")
        try FileWriter.syncDirectory(artifacts)
        return manifest
    }

    private static func write(_ name: String, _ bytes: [UInt8], in directory: String) throws -> ArtifactManifest.File {
        var writer = try FileWriter(creating: directory + "/" + name)
        do {
            try writer.write(bytes[...])
            try writer.sync()
        } catch {
            try? FileManager.default.removeItem(atPath: directory + "/" + name)
            throw error
        }
        let type = (try? ArtifactPath.judge(Array(name.utf8)).get())?.mediaType ?? "application/octet-stream"
        return ArtifactManifest.File(path: name, size: writer.size, sha256: writer.sha256, type: type)
    }

    private static func json(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        return Array(try encoder.encode(value) + [0x0A])
    }
}
