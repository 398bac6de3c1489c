internal import Foundation
internal import OutpostCore
internal import Synchronization

/// Dispatches that have ended, with their results; nothing else is asked for.
final class PromotableDispatches: DispatchRepository, DispatchReader, GitCredentialSource {
    private struct Unasked: Error {}
    private struct State {
        var dispatches: [DispatchID: Dispatch] = [:]
        var summaries: [DispatchID: DispatchSummary] = [:]
        var files: [DispatchID: [String]] = [:]
        var commits: [DispatchID: CommitSearch] = [:]
        var secrets: [DispatchID: [String]] = [:]
        var trail: [AuditEntry] = []
    }

    private let state = Mutex(State())

    var entries: [AuditEntry] { state.withLock { $0.trail } }

    /// A dispatch that ended with changes, unless told otherwise.
    func add(
        _ tenant: String,
        status: DispatchStatus = .success,
        changes: Changes = .uncommitted,
        repository: String? = "https://github.com/owner/name",
        files: [String] = ["diff.patch"],
        flags: [DispatchFlag] = [],
        secrets: [String] = [],
        commits: CommitSearch = .found([])
    ) throws -> DispatchID {
        let id = Samples.freshID()
        var dispatch = try Samples.dispatch(id: id, tenant: tenant, repository: repository)
        dispatch.state = DispatchState(
            status: status,
            attempt: 1,
            containerName: nil,
            containerID: nil,
            boot: nil,
            startedAt: Samples.epoch,
            stopCause: nil,
            end: nil,
            endedAt: status.isTerminal ? Samples.epoch : nil
        )
        let facts = RepositoryFacts(beforeSHA: String(repeating: "a", count: 40), changes: changes)
        let end = DispatchEnd(status: .success, reason: .changed, flags: flags)
        let summary = DispatchSummary(dispatch, end: end, facts: facts, modelRequests: 1, at: Samples.epoch)
        state.withLock { [dispatch] state in
            state.dispatches[id] = dispatch
            state.summaries[id] = summary
            state.files[id] = files
            state.secrets[id] = secrets
            state.commits[id] = commits
        }
        return id
    }

    /// Forgets the results.
    func discard(_ id: DispatchID) {
        state.withLock { state in
            state.summaries[id] = nil
            state.files[id] = nil
        }
    }

    func dispatch(_ id: DispatchID) async throws -> Dispatch? { state.withLock { $0.dispatches[id] } }
    func audit(_ entry: AuditEntry) async throws { state.withLock { $0.trail.append(entry) } }
    func summary(_ id: DispatchID) async throws -> DispatchSummary? { state.withLock { $0.summaries[id] } }
    func artifacts(_ id: DispatchID) async throws -> (manifest: ArtifactManifest, directory: String)? {
        let (files, secrets, commits) = state.withLock { ($0.files[id], $0.secrets[id] ?? [], $0.commits[id]) }
        guard let files else { return nil }
        var manifest = ArtifactManifest(
            files: files.map { name in
                ArtifactManifest.File(path: name, size: 1, sha256: "", type: "text/plain", secretNames: secrets)
            }
        )
        for index in manifest.files.indices where manifest.files[index].path == ArtifactManifest.commits {
            if let commits { manifest.files[index].note(commits) }
        }
        return (manifest, "/artifacts/\(id)")
    }
    func changedLines(_ id: DispatchID) async throws -> PatchLineCounter? { throw Unasked() }
    func credential(host: String, tenant: String) async throws -> GitCredential? {
        GitCredential(password: "token of \(tenant) for \(host)")
    }

    func log(_ id: DispatchID, from position: LogPosition, limit: Int) async throws -> LogPage { throw Unasked() }
    func logTail(_ id: DispatchID, before end: LogPosition?, limit: Int) async throws -> LogTail { throw Unasked() }
    func insert(_ dispatch: Dispatch) async throws { throw Unasked() }
    func apply(_ event: DispatchEvent, to id: DispatchID, at now: Date) async throws -> (DispatchChange, DispatchState)
    {
        throw Unasked()
    }
    func apply(
        _ event: DispatchEvent,
        to id: DispatchID,
        at now: Date,
        audit: AuditEntry
    ) async throws -> (DispatchChange, DispatchState) {
        throw Unasked()
    }
    func accept(
        _ dispatches: [Dispatch],
        secrets: [DispatchID: SealedSecret],
        idempotency: Idempotency?,
        queueLimit: Int,
        audit: [AuditEntry]
    ) async throws -> Acceptance {
        throw Unasked()
    }
    func list(_ query: DispatchQuery) async throws -> DispatchPage { throw Unasked() }
    func unfinished() async throws -> [Dispatch] { throw Unasked() }
    func ended(since: Date) async throws -> [EndedDispatch] { throw Unasked() }
}
