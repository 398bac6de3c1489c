package import Foundation

/// Which results go now.
///
/// It is made of what is known and changes nothing; made again after it was carried out, it is empty. Only ended
/// dispatches have results here, so that none that runs is ever in it.
package struct RetentionPlan: Sendable, Hashable {
    /// What goes, in this order.
    package let removals: [Removal]

    /// One of them.
    package struct Removal: Sendable, Hashable {
        /// The results.
        package let result: StoredResult
        /// Why.
        package let cause: ResultRemoval.Cause

        package init(result: StoredResult, cause: ResultRemoval.Cause) {
            self.result = result
            self.cause = cause
        }
    }

    /// Plans.
    ///
    /// - Parameters:
    ///   - results: those that may go, in any order.
    ///   - policy: how long they are kept.
    ///   - freeBytes: of the disk; nil when it is not known, and then nothing goes for its sake.
    ///   - now: the time.
    package init(results: [StoredResult], policy: RetentionPolicy, freeBytes: Int?, now: Date) {
        var removals: [Removal] = []
        var kept: [StoredResult] = []
        let oldestFirst = Set(results).sorted { ($0.endedAt, $0.id) < ($1.endedAt, $1.id) }
        for result in oldestFirst {
            if let cause = policy.cause(of: result, now: now) {
                removals.append(Removal(result: result, cause: cause))
            } else {
                kept.append(result)
            }
        }
        guard let freeBytes, freeBytes < policy.minimumFreeBytes else {
            self.removals = removals
            return
        }
        var free = removals.reduce(freeBytes) { $0 + $1.result.bytes }
        for result in kept where free < policy.comfortableFreeBytes && policy.isPastGrace(result, now: now) {
            removals.append(Removal(result: result, cause: .disk))
            free += result.bytes
        }
        self.removals = removals
    }
}
