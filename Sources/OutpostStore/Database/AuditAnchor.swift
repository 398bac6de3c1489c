internal import Foundation
internal import GRDB
internal import OutpostCore
internal import Synchronization

/// Keeps the head of the audit trail in a file beside the database, so that a trail whose end was cut off is noticed.
///
/// The file is written after the commit: after a crash it may be some rows behind, never ahead.
final class AuditAnchor: TransactionObserver, Sendable {
    let path: String
    private let hasNewRows = Mutex(false)

    init(path: String) { self.path = path }

    func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool {
        if case .insert("audit") = eventKind { true } else { false }
    }

    func databaseDidChange(with event: DatabaseEvent) { hasNewRows.withLock { $0 = true } }

    func databaseDidRollback(_ database: Database) { hasNewRows.withLock { $0 = false } }

    func databaseDidCommit(_ database: Database) {
        // One that went missing is not made anew: that is what it is there to show.
        guard hasNewRows.withLock({ exchange(&$0, false) }), FileManager.default.fileExists(atPath: path) else {
            return
        }
        // The rows are durable whatever becomes of this file; what it lacks the next one brings.
        try? write(AuditRecord.head(in: database))
    }

    func write(_ head: AuditHead) throws {
        try Data((head.text + "\n").utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    }

    /// What the file tells; nil when it is not there or holds something else.
    func read() -> AuditHead? {
        FileManager.default.contents(atPath: path).flatMap { AuditHead(text: String(decoding: $0, as: UTF8.self)) }
    }
}

private func exchange(_ value: inout Bool, _ new: Bool) -> Bool {
    defer { value = new }
    return value
}
