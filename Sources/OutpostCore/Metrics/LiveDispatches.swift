package import Foundation
package import Prometheus
internal import Synchronization

/// The dispatches that have not ended, as they pass through their phases.
package final class LiveDispatches: Sendable {
    private struct Entry: Sendable {
        let tenant: String
        let agent: String
        let createdAt: Date
        var status: DispatchStatus
        /// When its phase began; nil where an earlier process saw that.
        var since: Date?
    }

    private let metrics: DispatchMetrics
    private let entries = Mutex<[DispatchID: Entry]>([:])

    /// - Parameter metrics: counts the phases and the ends.
    package init(_ metrics: DispatchMetrics) {
        self.metrics = metrics
    }

    /// Takes up those that an earlier process left.
    package func takeUp(_ dispatches: [Dispatch]) {
        for dispatch in dispatches {
            let state = dispatch.state
            // One that waits again has been in other phases since it was accepted.
            let queuedSince = state.attempt == 0 ? dispatch.createdAt : nil
            let since = state.status == .pending ? queuedSince : state.status == .running ? state.startedAt : nil
            insert(dispatch, since: since)
        }
    }

    /// Watches dispatches that `accept` is about to write down, whose first event may come before it returns.
    func watching(_ dispatches: [Dispatch], _ accept: () async throws -> Acceptance) async throws -> Acceptance {
        for dispatch in dispatches { insert(dispatch, since: dispatch.createdAt) }
        do {
            let acceptance = try await accept()
            if acceptance == .created {
                for dispatch in dispatches { metrics.accepted.add(1, dispatch.request.agent) }
            } else {
                forget(dispatches)
            }
            return acceptance
        } catch {
            forget(dispatches)
            throw error
        }
    }

    private func forget(_ dispatches: [Dispatch]) {
        entries.withLock { entries in for dispatch in dispatches { entries[dispatch.id] = nil } }
    }

    private func insert(_ dispatch: Dispatch, since: Date?) {
        let entry = Entry(
            tenant: dispatch.tenant,
            agent: dispatch.request.agent,
            createdAt: dispatch.createdAt,
            status: dispatch.state.status,
            since: since
        )
        entries.withLock { $0[dispatch.id] = entry }
    }

    /// A dispatch may have another status than before.
    func moved(_ id: DispatchID, to status: DispatchStatus, at now: Date) {
        let before: Entry? = entries.withLock { entries in
            guard let entry = entries[id], entry.status != status else { return nil }
            entries[id]?.status = status
            entries[id]?.since = now
            if status.isTerminal { entries[id] = nil }
            return entry
        }
        guard let before else { return }
        if let phase = before.status.phase, let since = before.since {
            metrics.phases.observe(seconds: now.timeIntervalSince(since), before.agent, phase)
        }
        if status.isTerminal { metrics.ended.add(1, before.agent, status.rawValue) }
    }

    /// Dispatches that have not ended by agent and status, and the queue.
    package func families(at now: Date) -> [MetricFamily] {
        let entries = entries.withLock { Array($0.values) }
        let waiting = entries.filter { $0.status == .pending }
        let oldest = waiting.map(\.createdAt).min()
        let counts = Dictionary(grouping: entries) { [$0.agent, $0.status.rawValue] }.mapValues(\.count)
        let samples = counts.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { key, count in
            MetricFamily.Sample(labels: [.init("agent", key[0]), .init("status", key[1])], value: Double(count))
        }
        return [
            MetricFamily("outpost_dispatches", "Dispatches that have not ended.", .gauge, samples),
            .gauge("outpost_queue_length", "Dispatches that wait to be started.", Double(waiting.count)),
            .gauge(
                "outpost_queue_oldest_age_seconds",
                "Time since the oldest waiting dispatch was accepted; 0 where none waits.",
                max(0, oldest.map(now.timeIntervalSince) ?? 0)
            ),
        ]
    }

    /// Dispatches that have not ended, by the id of their tenant.
    var countByTenant: [String: Int] {
        entries.withLock { Dictionary(grouping: $0.values, by: \.tenant).mapValues(\.count) }
    }
}
