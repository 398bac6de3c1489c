package import Foundation

/// That the results of a dispatch were removed; its record stays.
package struct ResultRemoval: Sendable, Hashable {
    /// When.
    package let at: Date
    /// Why.
    package let cause: Cause

    /// What removed them.
    package enum Cause: String, Sendable, Hashable, Codable, CaseIterable {
        /// The time came that the request had named as `expires_at`.
        case expired
        /// They were older than results are kept.
        case age
        /// The disk was nearly full.
        case disk
        /// Somebody asked for it.
        case request
    }

    package init(at time: Date, cause: Cause) {
        at = time
        self.cause = cause
    }
}
