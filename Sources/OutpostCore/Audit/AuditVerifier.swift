/// What came of following the audit trail from its first row.
package struct AuditVerification: Sendable, Hashable {
    /// The end of what holds together.
    package let head: AuditHead
    /// The first thing that is wrong; nil when nothing is.
    package let fault: Fault?

    /// Something that is wrong with the trail.
    package struct Fault: Sendable, Hashable {
        /// The number of the first row that is wrong or missing.
        package let sequence: Int
        /// What is wrong, as a sentence without its full stop.
        package let reason: String

        package init(sequence: Int, reason: String) {
            self.sequence = sequence
            self.reason = reason
        }
    }

    package init(head: AuditHead, fault: Fault?) {
        self.head = head
        self.fault = fault
    }
}

/// Follows an audit trail row by row, and compares it with a head that was noted before.
package struct AuditVerifier: Sendable {
    private let anchors: [(head: AuditHead, name: String)]
    private var head = AuditHead.empty
    private var fault: AuditVerification.Fault?

    /// - Parameter anchors: heads that were noted before, each with what it is called.
    package init(anchors: [(head: AuditHead, name: String)]) {
        self.anchors = anchors.sorted { $0.head.sequence < $1.head.sequence }
    }

    /// Whether the rest need not be read.
    package var isBroken: Bool { fault != nil }

    /// Takes the next row.
    package mutating func check(_ row: AuditRow) {
        guard fault == nil else { return }
        let expected = head.sequence + 1
        guard row.sequence == expected else {
            return fail(expected, "the row is missing; the next one there is \(row.sequence)")
        }
        guard row.hash == AuditRow.hash(after: head.hash, sequence: row.sequence, entry: row.entry) else {
            return fail(expected, "the row, or one before it, was changed")
        }
        head = AuditHead(sequence: row.sequence, hash: row.hash)
        for anchor in anchors where anchor.head.sequence == row.sequence && anchor.head.hash != row.hash {
            return fail(expected, "the row is not the one that \(anchor.name) tells of: the trail was rewritten")
        }
    }

    /// The result, after the last row.
    package func finish() -> AuditVerification {
        guard fault == nil, let last = anchors.last, last.head.sequence > head.sequence else {
            return AuditVerification(head: head, fault: fault)
        }
        let reason = "the end is missing: \(last.name) tells of \(last.head.sequence) rows"
        return AuditVerification(head: head, fault: .init(sequence: head.sequence + 1, reason: reason))
    }

    private mutating func fail(_ sequence: Int, _ reason: String) {
        fault = AuditVerification.Fault(sequence: sequence, reason: reason)
    }
}
