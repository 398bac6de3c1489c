internal import Foundation
internal import OutpostCore
internal import Synchronization

/// An archive that keeps what it is given in memory.
final class MemoryArchive: DispatchArchive {
    struct Kept: Sendable {
        var lines: [OutputLine] = []
        var summary: DispatchSummary?
        var isTruncated = false
        var recorded = RecordedLog()
        var commits: CommitSearch?
    }

    let kept = Mutex(Kept())
    private let journal: Journal
    private let faults: Faults
    private let facts: RepositoryFacts

    init(journal: Journal, faults: Faults, facts: RepositoryFacts) {
        self.journal = journal
        self.faults = faults
        self.facts = facts
    }

    func prepare(_ dispatch: Dispatch) async throws -> RecordedLog {
        try step("prepare")
        return kept.withLock { $0.recorded }
    }

    func append(_ line: OutputLine, at time: Date, to id: DispatchID) async throws {
        if let fault = faults["append"] { throw fault }
        kept.withLock { $0.lines.append(line) }
    }

    func receive(
        _ stream: AsyncThrowingStream<[UInt8], any Error>,
        for id: DispatchID,
        lookingFor patterns: SecretPatterns
    ) async throws -> RepositoryFacts {
        for try await _ in stream {}
        try step("receive")
        return facts
    }

    func searchCommits(of id: DispatchID, for patterns: SecretPatterns) async -> CommitSearch? {
        kept.withLock { $0.commits }
    }

    func seal(_ summary: DispatchSummary, for id: DispatchID) async throws -> ArtifactManifest {
        try step("seal")
        kept.withLock { $0.summary = summary }
        return ArtifactManifest(files: [.init(path: "summary.json", size: 1, sha256: "00", type: "application/json")])
    }

    func isLogTruncated(_ id: DispatchID) async -> Bool { kept.withLock { $0.isTruncated } }

    private func step(_ name: String) throws {
        if let fault = faults[name] { throw fault }
        journal.note(name)
    }
}
