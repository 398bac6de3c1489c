internal import Foundation
internal import OutpostCore
internal import Synchronization

/// Results in memory, of the dispatches of a scripted service; and one image that nobody needs.
final class ScriptedResults: ResultStore, ResultFiles, ImageSweeper {
    private let service: ScriptedDispatchService
    private let state = Mutex<(audit: [AuditEntry], images: [ObsoleteImage])>(
        ([], [ObsoleteImage(reference: "outpost/old:1", bytes: 5)])
    )

    /// Bytes of every dispatch's results.
    static let bytes = 1000

    init(service: ScriptedDispatchService) {
        self.service = service
    }

    var audit: [AuditEntry] { state.withLock { $0.audit } }
    var images: [ObsoleteImage] { state.withLock { $0.images } }

    private var there: [Dispatch] {
        service.change { Array($0.dispatches.values) }.filter { $0.state.endedAt != nil && $0.removal == nil }
    }

    func unmeasured(limit: Int) async throws -> [DispatchID] { [] }
    func measured(_ id: DispatchID, bytes: Int) async throws {}
    func removing(limit: Int) async throws -> [DispatchID] { [] }
    func removed(_ id: DispatchID) async throws {}

    func results(_ selection: ResultSelection, limit: Int?) async throws -> [StoredResult] {
        there.compactMap { dispatch in
            guard let endedAt = dispatch.state.endedAt else { return nil }
            return StoredResult(id: dispatch.id, tenant: dispatch.tenant, endedAt: endedAt, bytes: Self.bytes)
        }
    }

    func usage(of tenant: String) async throws -> StoredUsage {
        let results = there.filter { $0.tenant == tenant }.count
        return StoredUsage(results: results, bytes: results * Self.bytes)
    }

    func usageByTenant() async throws -> [String: StoredUsage] {
        Dictionary(grouping: there, by: \.tenant).mapValues {
            StoredUsage(results: $0.count, bytes: $0.count * Self.bytes)
        }
    }

    func markRemoved(_ id: DispatchID, _ removal: ResultRemoval, audit: AuditEntry) async throws -> Bool {
        state.withLock { $0.audit.append(audit) }
        return service.change { state in
            guard state.dispatches[id]?.removal == nil else { return false }
            state.dispatches[id]?.removal = removal
            state.artifacts[id] = nil
            return true
        }
    }

    func measure(_ id: DispatchID) async throws -> Int { Self.bytes }
    func discard(_ id: DispatchID) async throws {}
    func removeLeftovers() async throws -> [String] { [] }
    func freeBytes() async -> Int? { nil }

    func obsoleteImages(before time: Date) async throws -> [ObsoleteImage] { images }

    func remove(_ image: ObsoleteImage) async throws -> Bool {
        state.withLock { state in
            state.images.removeAll { $0 == image }
            return true
        }
    }
}
