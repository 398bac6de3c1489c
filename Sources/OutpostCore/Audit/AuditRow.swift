internal import Crypto
package import Foundation

/// A row of the audit trail, chained to the one before it.
package struct AuditRow: Sendable, Hashable {
    /// From 1, without gaps.
    package let sequence: Int
    /// What it records.
    package let entry: AuditEntry
    /// See ``hash(after:sequence:entry:)``.
    package let hash: Data

    package init(sequence: Int, entry: AuditEntry, hash: Data) {
        self.sequence = sequence
        self.entry = entry
        self.hash = hash
    }

    /// What stands before the first row.
    package static let origin = Data(count: 32)

    /// SHA-256 over the hash of the row before and everything that the row holds.
    ///
    /// Each field is UTF-8 with its length in four bytes before it: `outpost/audit/v1`, the sequence in decimal, the
    /// time as the 16 hexadecimal digits of the IEEE 754 number of seconds, tenant, actor, source, action, resource.
    ///
    /// - Parameters:
    ///   - previous: the hash of the row before, or ``origin``.
    ///   - sequence: the row's number.
    ///   - entry: what it records.
    /// - Returns: 32 bytes.
    package static func hash(after previous: Data, sequence: Int, entry: AuditEntry) -> Data {
        let digits = String(entry.at.timeIntervalSince1970.bitPattern, radix: 16)
        let fields = AssociatedData(
            "outpost/audit/v1",
            String(sequence),
            String(repeating: "0", count: 16 - digits.count) + digits,
            entry.tenant,
            entry.actor,
            entry.source,
            entry.action,
            entry.resource
        )
        return Data(SHA256.hash(data: previous + fields.bytes))
    }
}

/// The end of the audit trail at some time: how many rows there were, and the hash of the last.
///
/// A chain does not show that its end was cut off; a head that was noted elsewhere does.
package struct AuditHead: Sendable, Hashable {
    /// The number of the last row; 0 for none.
    package let sequence: Int
    /// Its hash.
    package let hash: Data

    package init(sequence: Int, hash: Data) {
        self.sequence = sequence
        self.hash = hash
    }

    /// The head of a trail without rows.
    package static let empty = AuditHead(sequence: 0, hash: AuditRow.origin)

    /// Number, colon, 64 hexadecimal digits.
    package var text: String { "\(sequence):\(digits)" }
    /// The hash as 64 hexadecimal digits.
    package var digits: String { hash.hexadecimal }

    /// Takes what ``text`` gave; blanks around it do not count.
    package init?(text: String) {
        let halves = text.trimmingCharacters(in: .whitespacesAndNewlines).split(separator: ":")
        guard halves.count == 2, let sequence = Int(halves[0]), sequence >= 0,
            let bytes = [UInt8](hexadecimal: halves[1]), bytes.count == AuditRow.origin.count
        else { return nil }
        self.sequence = sequence
        hash = Data(bytes)
    }
}
