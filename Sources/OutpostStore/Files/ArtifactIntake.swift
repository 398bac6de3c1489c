internal import Foundation
internal import OutpostCore
internal import SystemPackage

/// Lays a tar of artifacts out below a directory that nobody else writes to.
///
/// Names are judged before any file is opened, every file is made anew, and links, devices and what is not expected
/// are refused one by one and reported; they do not cost the rest.
struct ArtifactIntake: ~Copyable {
    private let directory: String
    private let limit: Int
    private var reader = TarReader()
    private var judge: ArtifactJudge
    private var current = ArtifactJudge.Verdict.skipped
    private var writer: FileWriter?
    private let patterns: SecretPatterns
    private var secrets: SecretFinder
    private var fact: [UInt8] = []
    private var total = 0
    private var isPatch = false
    /// The lines of `diff.patch`; nil without one.
    private(set) var patchLines: PatchLineCounter?

    private(set) var files: [ArtifactManifest.File] = []
    private(set) var facts: [String: String] = [:]

    init(directory: String, limits: ArtifactLimits, patterns: SecretPatterns) {
        self.patterns = patterns
        secrets = SecretFinder(patterns)
        self.directory = directory
        limit = limits.totalBytes
        judge = ArtifactJudge(limits: limits)
    }

    var refused: [ArtifactManifest.Refusal] { judge.refused }

    /// - Throws: ``ArtifactRejection``, or `Errno` when a file cannot be written.
    mutating func consume(_ bytes: [UInt8]) throws {
        total += bytes.count
        guard total <= limit else { throw ArtifactRejection.tooLarge(limit: limit) }
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
            case .file:
                try writer?.write(bytes)
                secrets.look(through: bytes)
                if isPatch { patchLines?.read(bytes) }
            case .fact: fact += bytes
            }
        case .end: try end()
        }
    }

    private mutating func begin(_ entry: TarReader.Entry) throws {
        current = judge.judge(entry)
        switch current {
        case .skipped: break
        case .fact: fact = []
        case .file(let path):
            try makeFolder(for: path)
            isPatch = path.text == "diff.patch"
            if isPatch { patchLines = PatchLineCounter() }
            secrets = SecretFinder(patterns, isPatch: isPatch)
            writer = try FileWriter(creating: directory + "/" + path.text)
        }
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
        case .fact(let name): facts[name] = StreamRedactor.redact(String(decoding: fact, as: UTF8.self), patterns)
        case .file(let path):
            try writer?.sync()
            let size = writer?.size ?? 0
            let digest = writer?.sha256 ?? ""
            writer = nil
            files.append(
                .init(
                    path: path.text,
                    size: size,
                    sha256: digest,
                    type: path.mediaType,
                    secretNames: secrets.finish()
                )
            )
        }
        current = .skipped
    }
}
