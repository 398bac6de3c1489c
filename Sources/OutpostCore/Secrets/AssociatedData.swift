internal import Foundation

/// What a sealed text is bound to.
///
/// Each field has its length before it, so that no two lists of fields make the same bytes.
struct AssociatedData: Sendable, Hashable {
    private(set) var bytes = Data()

    /// - Parameter fields: the first says what is sealed, and the version of the format.
    init(_ fields: String...) {
        for field in fields {
            appendLength(of: field)
            bytes.append(contentsOf: field.utf8)
        }
    }

    private mutating func appendLength(of field: String) {
        let count = UInt32(field.utf8.count)
        bytes.append(contentsOf: (0..<4).map { UInt8(truncatingIfNeeded: count >> (24 - 8 * $0)) })
    }
}
