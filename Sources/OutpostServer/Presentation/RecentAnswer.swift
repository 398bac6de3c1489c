internal import Foundation
internal import Synchronization

/// Keeps the last answer to a question for a moment: many may ask, also at once, and answering costs something.
final class RecentAnswer<Answer: Sendable>: Sendable {
    private typealias Outcome = Result<(answer: Answer, at: Date), any Error>

    private struct State {
        var last: (answer: Answer, at: Date)?
        var isAsked = false
        var waiters: [CheckedContinuation<Outcome?, Never>] = []
    }

    private enum Part {
        case known((answer: Answer, at: Date))
        case asker, listener
    }

    private let state = Mutex(State())

    /// Seconds that an answer is good for.
    static var lifetime: TimeInterval { 5 }

    /// An answer that is still good, or a new one; who comes while one is made waits for that.
    ///
    /// - Parameters:
    ///   - now: the time.
    ///   - make: makes a new answer.
    /// - Returns: the answer, with its age in seconds where somebody else asked for it.
    /// - Throws: what `make` throws, to everybody who waits; if the asker was cancelled, another one takes its place.
    func answer(
        at now: Date,
        _ make: () async throws -> Answer
    ) async throws -> (answer: Answer, age: TimeInterval?) {
        while true {
            switch part(at: now) {
            case .known(let last): return (last.answer, now.timeIntervalSince(last.at))
            case .asker:
                do {
                    let answer = try await make()
                    finish(.success((answer, now)))
                    return (answer, nil)
                } catch {
                    let isCancelled = Task.isCancelled || error is CancellationError
                    finish(isCancelled ? nil : .failure(error))
                    throw error
                }
            case .listener:
                guard let outcome = await overheard() else { continue }
                let last = try outcome.get()
                return (last.answer, max(0, now.timeIntervalSince(last.at)))
            }
        }
    }

    private func part(at now: Date) -> Part {
        state.withLock { state in
            if let last = state.last, (0..<Self.lifetime).contains(now.timeIntervalSince(last.at)) {
                return .known(last)
            }
            defer { state.isAsked = true }
            return state.isAsked ? .listener : .asker
        }
    }

    private func finish(_ outcome: Outcome?) {
        let waiters = state.withLock { state in
            if case .success(let last)? = outcome { state.last = last }
            state.isAsked = false
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume(returning: outcome) }
    }

    /// What comes of a question that somebody else asked; nil when it has to be asked again.
    private func overheard() async -> Outcome? {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                if state.isAsked { state.waiters.append(continuation) }
                return !state.isAsked
            }
            if isOver { continuation.resume(returning: nil) }
        }
    }
}
