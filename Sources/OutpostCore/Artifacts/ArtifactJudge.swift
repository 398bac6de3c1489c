/// Decides which entries of a runtime's tar are taken, and under which names.
///
/// It opens nothing: what it accepts can be made below one directory in the order of acceptance, and no two of them are
/// the same file where upper and lower case, or forms of Unicode, are the same.
package struct ArtifactJudge: Sendable {
    /// What becomes of an entry.
    package enum Verdict: Sendable, Hashable {
        /// It is left out; a refusal says why, except for folders.
        case skipped
        /// A file below the directory.
        case file(ArtifactPath)
        /// A fact of the runtime's, by its name.
        case fact(String)
    }

    /// What a runtime hands in: the difference, the commits, what context was laid out, and the folder of the agent's own
    /// files.
    package static let names = ["diff.patch", "commits.bundle", "context.json", "files"]

    /// Bytes of the longest fact of that name: they are one short line each, but for what the agent says of its end.
    package static func maximumFact(_ name: String) -> Int {
        name == "outcome" ? maximumOutcome : 4096
    }
    /// Bytes of what the agent says of its end.
    package static let maximumOutcome = 16 << 10
    /// Facts that are taken.
    package static let maximumFacts = 64
    /// Bytes that the names of refused entries may take together.
    package static let maximumRefusedBytes = 1 << 20

    private let limits: ArtifactLimits
    private var entries = 0
    private var facts = 0
    private var refusedBytes = 0
    private var unnamed = 0
    private var known: Set<String> = []
    private var folders: Set<String> = []
    private var named: [ArtifactManifest.Refusal] = []

    package init(limits: ArtifactLimits) {
        self.limits = limits
    }

    /// Entries that were refused; where they are too many to be named, the last one tells how many more there were.
    package var refused: [ArtifactManifest.Refusal] {
        guard unnamed > 0 else { return named }
        return named + [.init(path: "", reason: "\(unnamed) more entries were refused")]
    }

    /// Judges the next entry.
    package mutating func judge(_ entry: TarReader.Entry) -> Verdict {
        guard entry.kind != .directory else { return .skipped }
        entries += 1
        do throws(ArtifactPath.Refused) {
            return try accept(entry)
        } catch {
            refuse(entry, error.reason)
            return .skipped
        }
    }

    private mutating func refuse(_ entry: TarReader.Entry, _ reason: String) {
        let path = ArtifactPath.printable(entry.name)
        guard named.count < limits.entries, refusedBytes + path.utf8.count <= Self.maximumRefusedBytes else {
            unnamed += 1
            return
        }
        refusedBytes += path.utf8.count
        named.append(.init(path: path, reason: reason))
    }

    private mutating func accept(_ entry: TarReader.Entry) throws(ArtifactPath.Refused) -> Verdict {
        guard entries <= limits.entries else { throw .init("there are more than \(limits.entries) entries") }
        guard let path = try ArtifactPath.judge(entry.name).get() else { throw .init("it has no name") }
        guard entry.kind == .file else {
            throw .init(entry.kind == .link ? "links are not taken" : "it is no regular file")
        }
        if path.text.hasPrefix(".outpost/") { return try acceptFact(path, entry.size) }
        guard path.text.hasPrefix("files/") || (path.text != "files" && Self.names.contains(path.text)) else {
            throw .init("it is not among the names that a runtime hands in")
        }
        guard entry.size <= limits.fileBytes else { throw .init("it is too large") }
        try claim(path.text.lowercased())
        return .file(path)
    }

    private mutating func acceptFact(_ path: ArtifactPath, _ size: Int) throws(ArtifactPath.Refused) -> Verdict {
        let name = String(path.text.dropFirst(".outpost/".count))
        guard size <= Self.maximumFact(name) else { throw .init("it is too large") }
        try claim(path.text.lowercased())
        facts += 1
        guard facts <= Self.maximumFacts else { throw .init("there are more than \(Self.maximumFacts) facts") }
        return .fact(name)
    }

    /// Takes a name, and those of the folders that it implies, unless they are taken.
    private mutating func claim(_ folded: String) throws(ArtifactPath.Refused) {
        guard !folders.contains(folded) else { throw .init("a folder has that name") }
        guard !known.contains(folded) else { throw .init("the name stands twice, but for upper and lower case") }
        let ancestors = Self.ancestors(of: folded)
        guard ancestors.allSatisfy({ !known.contains($0) }) else { throw .init("a file stands in its path") }
        // Each of few files can imply many folders, and each folder costs memory here and an inode there.
        guard folders.count + ancestors.count(where: { !folders.contains($0) }) <= limits.entries else {
            throw .init("there are more than \(limits.entries) folders")
        }
        known.insert(folded)
        folders.formUnion(ancestors)
    }

    private static func ancestors(of path: String) -> [String] {
        let parts = path.split(separator: "/").dropLast()
        return parts.indices.map { parts[...$0].joined(separator: "/") }
    }
}
