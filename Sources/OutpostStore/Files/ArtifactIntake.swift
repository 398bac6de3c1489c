internal import Foundation
internal import OutpostCore
internal import SystemPackage

/// Lays a tar of artifacts out below a directory that nobody else writes to.
///
/// Names are judged before any file is opened, every file is made anew, and links, devices and what is not expected
/// are refused one by one and reported; they do not cost the rest.
struct ArtifactIntake: ~Copyable {
    private let directory: String
    private let limits: ArtifactLimits
    private var reader = TarReader()
    private var current = Target.skipped
    private var writer: FileWriter?
    private var fact: [UInt8] = []
    private var total = 0
    private var entries = 0
    private var known: Set<String> = []
    private var folders: Set<String> = []

    private(set) var files: [ArtifactManifest.File] = []
    private(set) var refused: [ArtifactManifest.Refusal] = []
    private(set) var facts: [String: String] = [:]

    /// What a runtime hands in: the difference, the commits, what context was laid out, and the folder of the agent's own
    /// files.
    static let names = ["diff.patch", "commits.bundle", "context.json", "files"]

    private enum Target {
        case skipped
        case file(ArtifactPath)
        case fact(String)
    }

    /// The runtime's facts are one short line each, but for what the agent says of its end.
    private static func maximumFact(_ path: ArtifactPath) -> Int {
        path.text == ".outpost/outcome" ? AgentOutcome.maximumBytes : 4096
    }

    init(directory: String, limits: ArtifactLimits) {
        self.directory = directory
        self.limits = limits
    }

    /// - Throws: ``ArtifactRejection``, or `Errno` when a file cannot be written.
    mutating func consume(_ bytes: [UInt8]) throws {
        total += bytes.count
        guard total <= limits.totalBytes else { throw ArtifactRejection.tooLarge(limit: limits.totalBytes) }
        var events: [TarReader.Event] = []
        try reader.consume(bytes) { events.append($0) }
        for event in events { try handle(event) }
    }

    /// - Throws: ``ArtifactRejection`` when the tar is incomplete.
    mutating func finish() throws {
        try reader.finish()
    }

    private mutating func handle(_ event: TarReader.Event) throws {
        switch event {
        case .entry(let entry): try begin(entry)
        case .data(let bytes):
            switch current {
            case .skipped: break
            case .file: try writer?.write(bytes)
            case .fact: fact += bytes
            }
        case .end: try end()
        }
    }

    private mutating func begin(_ entry: TarReader.Entry) throws {
        current = .skipped
        guard entry.kind != .directory else { return }
        entries += 1
        guard let path = accept(entry) else { return }
        if path.text.hasPrefix(".outpost/") {
            fact = []
            current = .fact(String(path.text.dropFirst(".outpost/".count)))
            return
        }
        try makeFolder(for: path)
        writer = try FileWriter(creating: directory + "/" + path.text)
        current = .file(path)
    }

    private mutating func accept(_ entry: TarReader.Entry) -> ArtifactPath? {
        func refuse(_ reason: String) -> ArtifactPath? {
            if refused.count < limits.entries {
                refused.append(.init(path: ArtifactPath.printable(entry.name), reason: reason))
            }
            return nil
        }
        guard entries <= limits.entries else { return refuse("there are more than \(limits.entries) entries") }
        let path: ArtifactPath
        switch ArtifactPath.judge(entry.name) {
        case .failure(let problem): return refuse(problem.reason)
        case .success(nil): return nil
        case .success(.some(let judged)): path = judged
        }
        guard entry.kind == .file else {
            return refuse(entry.kind == .link ? "links are not taken" : "it is no regular file")
        }
        let isFact = path.text.hasPrefix(".outpost/")
        guard isFact || path.text.hasPrefix("files/") || (path.text != "files" && Self.names.contains(path.text)) else {
            return refuse("it is not among the names that a runtime hands in")
        }
        guard entry.size <= (isFact ? Self.maximumFact(path) : limits.fileBytes) else {
            return refuse("it is too large")
        }
        let folded = path.text.lowercased()
        guard !folders.contains(folded) else { return refuse("a folder has that name") }
        guard known.insert(folded).inserted else {
            return refuse("the name stands twice, but for upper and lower case")
        }
        guard ancestors(of: folded).allSatisfy({ !known.contains($0) }) else {
            return refuse("a file stands in its path")
        }
        folders.formUnion(ancestors(of: folded))
        return path
    }

    private func ancestors(of path: String) -> [String] {
        let parts = path.split(separator: "/").dropLast()
        return parts.indices.map { parts[...$0].joined(separator: "/") }
    }

    private func makeFolder(for path: ArtifactPath) throws {
        guard let slash = path.text.lastIndex(of: "/") else { return }
        try FileManager.default.createDirectory(
            atPath: directory + "/" + path.text[..<slash],
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
    }

    private mutating func end() throws {
        switch current {
        case .skipped: break
        case .fact(let name): facts[name] = String(decoding: fact, as: UTF8.self)
        case .file(let path):
            try writer?.sync()
            let size = writer?.size ?? 0
            let digest = writer?.sha256 ?? ""
            writer = nil
            files.append(.init(path: path.text, size: size, sha256: digest, type: path.mediaType))
        }
        current = .skipped
    }
}
