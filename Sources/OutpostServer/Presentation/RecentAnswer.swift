internal import Foundation
internal import Synchronization

/// Keeps the last answer to a question for a moment: many may ask, and answering costs something.
final class RecentAnswer<Answer: Sendable>: Sendable {
    private let last = Mutex<(answer: Answer, at: Date)?>(nil)

    /// Seconds that an answer is good for.
    static var lifetime: TimeInterval { 5 }

    /// An answer that is still good.
    func answer(at now: Date) -> (answer: Answer, age: TimeInterval)? {
        guard let last = last.withLock({ $0 }) else { return nil }
        let age = now.timeIntervalSince(last.at)
        return (0..<Self.lifetime).contains(age) ? (last.answer, age) : nil
    }

    func keep(_ answer: Answer, at now: Date) {
        last.withLock { $0 = (answer, now) }
    }
}
