/// Says when a waiting dispatch will probably start.
///
/// Pure.
package struct QueueEstimate: Sendable, Hashable {
    /// Dispatches that may run at once.
    package let slots: Int
    /// Seconds that those which run have run so far.
    package let ages: [Double]
    /// Seconds that a dispatch takes, as measured lately.
    package let meanDuration: Double

    package init(slots: Int, ages: [Double], meanDuration: Double) {
        self.slots = max(1, slots)
        self.ages = ages
        self.meanDuration = max(0, meanDuration)
    }

    /// Seconds until the dispatch at a place of the queue starts, counted from 0.
    ///
    /// Those that run are taken to end when they have run for the mean; one that has run longer, any moment now.
    package func secondsUntilStart(position: Int) -> Double {
        var free = ages.map { max(0, meanDuration - $0) }
        while free.count < slots { free.append(0) }
        var start = 0.0
        for _ in 0...max(0, position) {
            guard let index = free.indices.min(by: { free[$0] < free[$1] }) else { break }
            start = free[index]
            free[index] += meanDuration
        }
        return start
    }

    /// Seconds until a workspace is free for a dispatch.
    ///
    /// - Parameters:
    ///   - holderAge: seconds that the dispatch which has it has run; nil while it is free.
    ///   - ahead: dispatches that wait for it and come before.
    /// - Returns: 0 for one that nobody has and nobody waits for.
    package func secondsUntilFree(holderAge: Double?, ahead: Int) -> Double {
        (holderAge.map { max(0, meanDuration - $0) } ?? 0) + Double(ahead) * meanDuration
    }
}
