package import Foundation

/// Decides which containers are made ahead of their dispatches, and which are not needed any more.
///
/// Pure. A kind of container is wanted as often as dispatches of it came within a minute, for a quarter of an hour after
/// the last of them. Kinds take turns, the one with the latest dispatch first, up to the ceiling and to what fits beside
/// the dispatches that run.
package struct WarmPlan: Sendable, Hashable {
    /// The kind to make one of now; nil while one is being made, or where there are enough.
    package private(set) var make: WarmKey?
    /// Those that wait and that nobody needs.
    package private(set) var drop: [WarmID] = []

    /// Seconds without a dispatch of a kind after which none of it waits.
    package static let idle: TimeInterval = 900
    /// Seconds within which dispatches of a kind count as coming together.
    package static let burst: TimeInterval = 60

    /// A container that was made ahead, or is being made.
    package struct Entry: Sendable, Hashable {
        /// Which one.
        package let id: WarmID
        /// What it is made with.
        package let key: WarmKey
        /// False while it is being made.
        package let isReady: Bool

        package init(id: WarmID, key: WarmKey, isReady: Bool) {
            self.id = id
            self.key = key
            self.isReady = isReady
        }
    }

    /// What running dispatches leave.
    package struct Room: Sendable, Hashable {
        /// CPU units; fewer than none where more is held than there is.
        package var cpuUnits: Int
        /// MiB, likewise.
        package var memoryMiB: Int
        /// Containers, likewise.
        package var slots: Int

        package init(cpuUnits: Int, memoryMiB: Int, slots: Int) {
            self.cpuUnits = cpuUnits
            self.memoryMiB = memoryMiB
            self.slots = slots
        }

        func fits(_ resources: Resources) -> Bool {
            slots > 0 && resources.cpuUnits <= cpuUnits && resources.memoryMiB <= memoryMiB
        }

        mutating func take(_ resources: Resources) {
            cpuUnits -= resources.cpuUnits
            memoryMiB -= resources.memoryMiB
            slots -= 1
        }
    }

    /// Makes the plan.
    ///
    /// - Parameters:
    ///   - entries: those that wait or are being made.
    ///   - demand: when dispatches came that could have taken one, in order; of each agent the image of the latest counts.
    ///   - ceiling: how many may wait in all.
    ///   - room: what running dispatches leave.
    ///   - now: the time.
    package init(entries: [Entry], demand: [WarmKey: [Date]], ceiling: Int, room: Room, now: Date) {
        let targets = Self.targets(demand, ceiling, room, now)
        for (key, mine) in Dictionary(grouping: entries, by: \.key) {
            let excess = mine.count - (targets.first { $0.key == key }?.count ?? 0)
            guard excess > 0 else { continue }
            drop += mine.filter(\.isReady).map(\.id).sorted().suffix(excess)
        }
        drop.sort()
        guard entries.allSatisfy(\.isReady) else { return }
        make = targets.first { target in entries.count { $0.key == target.key } < target.count }?.key
    }

    private static func targets(
        _ demand: [WarmKey: [Date]],
        _ ceiling: Int,
        _ room: Room,
        _ now: Date
    ) -> [(key: WarmKey, count: Int)] {
        let recent = demand.filter { _, times in times.last.map { now.timeIntervalSince($0) < idle } ?? false }
        var keys = recent.sorted { left, right in
            let (one, other) = (left.value.last ?? .distantPast, right.value.last ?? .distantPast)
            return one == other ? left.key.description < right.key.description : one > other
        }
        // The latest comes first.
        let images = Dictionary(keys.map { ($0.key.agent, $0.key.image) }) { first, _ in first }
        keys.removeAll { images[$0.key.agent] != $0.key.image }
        var targets = keys.map { (key: $0.key, count: 0) }
        let wanted = keys.map { peak($0.value) }
        var (room, total, isGrowing) = (room, 0, true)
        while isGrowing {
            isGrowing = false
            for index in targets.indices where targets[index].count < wanted[index] && total < ceiling {
                let resources = targets[index].key.resources
                guard room.fits(resources) else { continue }
                room.take(resources)
                targets[index].count += 1
                total += 1
                isGrowing = true
            }
        }
        return targets
    }

    /// Most of the times within one burst.
    private static func peak(_ times: [Date]) -> Int {
        var (first, most) = (0, 0)
        for index in times.indices {
            while times[index].timeIntervalSince(times[first]) >= burst { first += 1 }
            most = max(most, index - first + 1)
        }
        return most
    }
}
