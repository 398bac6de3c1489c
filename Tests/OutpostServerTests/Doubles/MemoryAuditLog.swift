internal import Foundation
internal import OutpostCore
internal import Synchronization

/// An audit trail in memory.
final class MemoryAuditLog: AuditLog {
    private let kept = Mutex<[AuditRow]>([])

    func append(_ entry: AuditEntry) {
        kept.withLock { kept in
            let sequence = kept.count + 1
            let hash = AuditRow.hash(after: kept.last?.hash ?? AuditRow.origin, sequence: sequence, entry: entry)
            kept.append(AuditRow(sequence: sequence, entry: entry, hash: hash))
        }
    }

    func rows(_ query: AuditQuery) async throws -> [AuditRow] {
        let rows = kept.withLock { query.isOldestFirst ? $0 : $0.reversed() }
        return Array(
            rows.filter { row in
                let isBeyond = query.cursor.map { query.isOldestFirst ? row.sequence > $0 : row.sequence < $0 } ?? true
                let isWanted = query.tenant == nil || row.entry.tenant == query.tenant
                return isBeyond && isWanted && row.entry.at >= query.since ?? .distantPast
            }.prefix(query.limit)
        )
    }

    func verify(expected: AuditHead?) async throws -> AuditVerification {
        var verifier = AuditVerifier(anchors: expected.map { [($0, "the head that was given")] } ?? [])
        for row in kept.withLock({ $0 }) { verifier.check(row) }
        return verifier.finish()
    }
}
