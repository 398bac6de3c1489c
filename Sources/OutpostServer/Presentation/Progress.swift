internal import Foundation
internal import OutpostCore

/// How far a dispatch has probably come, in percent.
///
/// Only an ended one is at 100.
enum Progress {
    private static let ceiling = 95

    /// What a message that contains one of the words says, as in Outpost v2.
    private static let markers: [(words: [String], percent: Int)] = [
        (["completed", "finished", "done", "cleanup", "finalizing"], 95),
        (["committing", "pushing"], 85),
        (["linting", "formatting"], 75),
        (["testing", "running tests"], 65),
        (["generating", "building", "compiling"], 50),
        (["analyzing", "scanning", "parsing"], 35),
        (["installing", "dependencies", "npm", "pip"], 25),
        (["cloning"], 15),
        (["starting", "initializing", "booting"], 5),
    ]

    /// The estimate.
    ///
    /// - Parameters:
    ///   - dispatch: the dispatch.
    ///   - messages: lines of its log, of which the last 50 count.
    ///   - now: the time.
    /// - Returns: 0 to 100.
    static func percent(of dispatch: Dispatch, messages: [String], now: Date) -> Int {
        switch dispatch.state.status {
        case .pending: 0
        case .provisioning: 2
        case .success, .failed, .timeout, .cancelled: 100
        case .running, .completing: min(ceiling, max(byTime(dispatch, now), byMessages(messages)))
        }
    }

    private static func byTime(_ dispatch: Dispatch, _ now: Date) -> Int {
        guard let started = dispatch.state.startedAt, dispatch.request.timeoutSeconds > 0 else { return 5 }
        let elapsed = 100 * now.timeIntervalSince(started) / Double(dispatch.request.timeoutSeconds)
        return max(5, min(ceiling, Int((0.3 * min(elapsed, 1000)).rounded())))
    }

    private static func byMessages(_ messages: [String]) -> Int {
        messages.suffix(50).map { message in
            let lowered = message.prefix(1000).lowercased()
            return markers.first { $0.words.contains { lowered.contains($0) } }?.percent ?? 0
        }.max() ?? 0
    }
}
