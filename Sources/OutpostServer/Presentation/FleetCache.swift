internal import Foundation
internal import OutpostCore
internal import Synchronization

/// Keeps the last fleet report for a moment: everybody may ask for it, and making it costs something.
final class FleetCache: Sendable {
    private let last = Mutex<(report: FleetReport, at: Date)?>(nil)

    /// Seconds that a report is good for.
    static let lifetime: TimeInterval = 5

    /// A report that is still good.
    func report(at now: Date) -> (report: FleetReport, age: TimeInterval)? {
        guard let last = last.withLock({ $0 }) else { return nil }
        let age = now.timeIntervalSince(last.at)
        return (0..<Self.lifetime).contains(age) ? (last.report, age) : nil
    }

    func keep(_ report: FleetReport, at now: Date) {
        last.withLock { $0 = (report, now) }
    }
}
