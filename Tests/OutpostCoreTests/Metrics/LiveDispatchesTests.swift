internal import Foundation
internal import Prometheus
internal import Testing

@testable internal import OutpostCore

@Suite("Measured dispatches")
struct LiveDispatchesTests {
    private let registry = MetricRegistry()
    private let store = MemoryRepository()
    private let live: LiveDispatches

    init() {
        live = LiveDispatches(DispatchMetrics(registry))
    }

    private func measured() async throws -> MeasuredRepository { try await MeasuredRepository(store, live) }

    private func page(at seconds: Double = 0) -> [String] {
        let families = registry.families + live.families(at: Samples.epoch.addingTimeInterval(seconds))
        return PrometheusText.text(of: families).split(separator: "\n").map(String.init)
    }

    private func accept(_ repository: MeasuredRepository) async throws -> DispatchID {
        let dispatch = try Samples.dispatch()
        #expect(
            try await repository.accept([dispatch], secrets: [:], idempotency: nil, queueLimit: 9, audit: [])
                == .created
        )
        return dispatch.id
    }

    private func apply(
        _ events: [(DispatchEvent, Double)],
        to id: DispatchID,
        in repository: MeasuredRepository
    ) async throws {
        for (event, seconds) in events {
            _ = try await repository.apply(event, to: id, at: Samples.epoch.addingTimeInterval(seconds))
        }
    }

    private static let end = DispatchEvent.concluded(DispatchEnd(status: .success, reason: .changed), at: Samples.epoch)

    @Test("go through their phases, each of which is timed, and are counted at their end")
    func phases() async throws {
        let repository = try await measured()
        let id = try await accept(repository)
        #expect(page(at: 7).contains("outpost_queue_length 1"))
        #expect(page(at: 7).contains("outpost_queue_oldest_age_seconds 7"))
        #expect(page().contains("outpost_dispatches{agent=\"sample\",status=\"pending\"} 1"))
        let running: [(DispatchEvent, Double)] = [
            (.provisioning(containerName: "c"), 10), (.containerCreated(id: "1"), 11),
            (.started(boot: "b", at: Samples.epoch), 12),
        ]
        try await apply(running, to: id, in: repository)
        #expect(page().contains("outpost_dispatches{agent=\"sample\",status=\"running\"} 1"))
        #expect(page().contains("outpost_queue_length 0"))
        try await apply([(.completing, 42), (Self.end, 43), (Self.end, 99)], to: id, in: repository)
        let page = page()
        for (phase, seconds) in [("queued", 10), ("provisioning", 2), ("running", 30), ("completing", 1)] {
            let labels = "{agent=\"sample\",phase=\"\(phase)\"}"
            #expect(page.contains("outpost_dispatch_phase_duration_seconds_sum\(labels) \(seconds)"))
            #expect(page.contains("outpost_dispatch_phase_duration_seconds_count\(labels) 1"))
        }
        #expect(page.contains("outpost_dispatches_accepted_total{agent=\"sample\"} 1"))
        #expect(page.contains("outpost_dispatches_ended_total{agent=\"sample\",status=\"success\"} 1"))
        #expect(!page.contains { $0.hasPrefix("outpost_dispatches{") })
    }

    @Test("of an earlier process are taken up, and of their phases only what is known is timed")
    func restart() async throws {
        let first = try await MeasuredRepository(store, LiveDispatches(DispatchMetrics()))
        let id = try await accept(first)
        let start = Samples.epoch.addingTimeInterval(5)
        try await apply(
            [(.provisioning(containerName: "c"), 1), (.started(boot: "b", at: start), 5)],
            to: id,
            in: first
        )
        let second = try await measured()
        #expect(page().contains("outpost_dispatches{agent=\"sample\",status=\"running\"} 1"))
        try await apply([(Self.end, 25)], to: id, in: second)
        let labels = "{agent=\"sample\",phase=\"running\"}"
        #expect(page().contains("outpost_dispatch_phase_duration_seconds_sum\(labels) 20"))
        #expect(page().filter { $0.contains("_count{") }.count == 1)
        #expect(!page().contains { $0.hasPrefix("outpost_dispatches_accepted_total{") })
    }

    @Test("that wait again after an attempt are in the queue again")
    func requeued() async throws {
        let repository = try await measured()
        let id = try await accept(repository)
        try await apply([(.provisioning(containerName: "c"), 1), (.requeued, 4)], to: id, in: repository)
        #expect(page(at: 9).contains("outpost_queue_oldest_age_seconds 9"))
        try await apply([(.provisioning(containerName: "d"), 10)], to: id, in: repository)
        #expect(
            page().contains("outpost_dispatch_phase_duration_seconds_sum{agent=\"sample\",phase=\"queued\"} 7")
        )
    }

    @Test("that were not accepted are not there")
    func refused() async throws {
        let dispatch = try Samples.dispatch()
        for answer in [Acceptance.conflict, .queueFull, .replayed(dispatch)] {
            #expect(try await live.watching([dispatch]) { answer } == answer)
        }
        await #expect(throws: DispatchStoreError.self) {
            try await live.watching([dispatch]) { throw DispatchStoreError.unknownDispatch(dispatch.id) }
        }
        #expect(page().contains("outpost_queue_length 0"))
        #expect(!page().contains { $0.hasPrefix("outpost_dispatches_accepted_total{") })
    }

    @Test("Requests to models are counted by agent and status, bytes as they come")
    func counts() throws {
        let metrics = DispatchMetrics(registry)
        metrics.modelAnswered(ModelExchange(path: "/v1/messages", status: 529), agent: "a")
        metrics.modelAnswered(ModelExchange(path: "/v1/messages", status: nil), agent: "a")
        metrics.logged(OutputLine(stream: .stdout, text: "hällo"))
        let file = ArtifactManifest.File(path: "diff.patch", size: 700, sha256: "", type: "text/plain")
        metrics.sealed(ArtifactManifest(files: [file, file]))
        #expect(page().contains("outpost_model_requests_total{agent=\"a\",status=\"529\"} 1"))
        #expect(page().contains("outpost_model_requests_total{agent=\"a\",status=\"none\"} 1"))
        #expect(page().contains("outpost_log_bytes_total 7"))
        #expect(page().contains("outpost_artifact_bytes_total 1400"))
    }
}
