internal import Foundation
internal import OutpostCore

/// The files of one dispatch that is still being written.
final class OpenDispatch {
    private let artifacts: String
    /// Says what was handed in, for whoever goes on after a restart.
    private let receipt: String
    private let home: String
    private var log: LogWriter
    private let task: ArtifactManifest.File
    /// What the runtime handed in.
    private var received = ArtifactManifest()
    /// What there was already.
    let recorded: RecordedLog

    /// A complete delivery.
    struct Delivery: Codable {
        let manifest: ArtifactManifest
        let facts: RepositoryFacts
    }

    /// Makes the files, or goes on with those that an earlier process left.
    ///
    /// - Throws: `CocoaError` or `Errno`; without an earlier record the artifacts' directory must be new or empty.
    init(_ dispatch: Dispatch, home: String, artifacts: String, limits: ArtifactLimits) throws {
        self.artifacts = artifacts
        self.home = home
        receipt = home + "/received.json"
        for folder in [home, artifacts] {
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        }
        let (record, text) = (home + "/log.jsonl", artifacts + "/output.log")
        // One that waits is opened for its next attempt, one that runs for the attempt that it is in.
        let attempt = dispatch.state.status == .pending ? dispatch.state.attempt + 1 : dispatch.state.attempt
        var recorded = RecordedLog()
        if FileManager.default.fileExists(atPath: record) {
            try Self.removeUnfinished(in: artifacts)
            try Self.removeDraft(in: home)
            log = try LogWriter(resuming: record, text: text, limit: limits.logBytes, attempt: attempt, into: &recorded)
            if let known = FileManager.default.contents(atPath: receipt),
                let delivery = try? JSONDecoder().decode(Delivery.self, from: known)
            {
                received = delivery.manifest
                recorded.facts = delivery.facts
            }
        } else {
            log = try LogWriter(record: record, text: text, limit: limits.logBytes, attempt: attempt)
        }
        task = try Self.write("task.md", Array(dispatch.request.task.utf8), in: artifacts)
        self.recorded = recorded
    }

    /// What is written again, and what was on its way when the process ended.
    private static func removeUnfinished(in artifacts: String) throws {
        let manager = FileManager.default
        for name in try manager.contentsOfDirectory(atPath: artifacts)
        where ["task.md", "summary.json", "manifest.json"].contains(name) || name.hasPrefix(".") {
            try manager.removeItem(atPath: artifacts + "/" + name)
        }
    }

    /// A receipt until it is whole.
    private static let draft = ".received.json"

    private static func removeDraft(in home: String) throws {
        let path = home + "/" + draft
        guard FileManager.default.fileExists(atPath: path) else { return }
        try FileManager.default.removeItem(atPath: path)
    }

    var isLogTruncated: Bool { log.dropped > 0 }

    func append(_ line: OutputLine, at time: Date) throws {
        try log.append(line, at: time)
    }

    /// Where the agent's own commits are; nil where none were handed in.
    var bundle: String? {
        received.files.contains { $0.path == ArtifactManifest.commits }
            ? artifacts + "/" + ArtifactManifest.commits : nil
    }

    /// Notes what a search of the commits came to.
    func note(_ search: CommitSearch) {
        for index in received.files.indices where received.files[index].path == ArtifactManifest.commits {
            received.files[index].note(search)
        }
    }

    /// Moves a complete delivery to its place, instead of the one before.
    func take(_ delivery: Delivery, from incoming: String) throws {
        let manager = FileManager.default
        received = ArtifactManifest()
        if manager.fileExists(atPath: receipt) { try manager.removeItem(atPath: receipt) }
        for name in ArtifactJudge.names where manager.fileExists(atPath: artifacts + "/" + name) {
            try manager.removeItem(atPath: artifacts + "/" + name)
        }
        for name in ArtifactJudge.names where manager.fileExists(atPath: incoming + "/" + name) {
            try manager.moveItem(atPath: incoming + "/" + name, toPath: artifacts + "/" + name)
        }
        try FileWriter.syncDirectory(artifacts)
        try Self.removeDraft(in: home)
        _ = try Self.write(Self.draft, Self.json(delivery), in: home)
        try manager.moveItem(atPath: home + "/" + Self.draft, toPath: receipt)
        received = delivery.manifest
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
