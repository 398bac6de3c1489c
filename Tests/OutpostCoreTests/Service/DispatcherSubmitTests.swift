internal import TestSupport
internal import Testing

@testable internal import OutpostCore

@Suite("Accepting a dispatch", .timeLimit(.minutes(10)))
struct DispatcherSubmitTests {
    @Test(
        "Without a timeout it is ten minutes, or the tenant's limit where that is less",
        arguments: [
            (TenantTier.free, 300), (.starter, 600), (.pro, 600),
        ]
    )
    func defaultTimeout(tier: TenantTier, seconds: Int) async throws {
        let bench = DispatcherBench()
        let principal = try await bench.principal(tier: tier)
        let draft = DispatchDraft(agent: "sample", task: "do it")
        let submission = try await bench.dispatcher().submit(draft, by: principal)
        #expect(submission.dispatch.request.timeoutSeconds == seconds)
    }

    @Test("A timeout beyond the tenant's limit is refused")
    func longTimeout() async throws {
        let bench = DispatcherBench()
        let principal = try await bench.principal(tier: .free)
        let draft = DispatchDraft(agent: "sample", task: "do it", timeoutSeconds: 301)
        await #expect(throws: ServiceError.self) { try await bench.dispatcher().submit(draft, by: principal) }
    }

    @Test("A batch is accepted whole, or not at all where one of its agents cannot work")
    func batch() async throws {
        let bench = DispatcherBench()
        let principal = try await bench.principal()
        let dispatcher = bench.dispatcher()
        let good = DispatchDraft(agent: "sample", task: "do it")
        await #expect(throws: InvalidRequest.self) {
            try await dispatcher.submit(batch: [good, DispatchDraft(agent: "absent", task: "do it")], by: principal)
        }
        await #expect(throws: InvalidRequest.self) {
            try await dispatcher.submit(
                batch: [good, DispatchDraft(agent: "sample", task: "do it", model: "absent")],
                by: principal
            )
        }
        #expect(try await bench.repository.unfinished().isEmpty)
        let batch = try await dispatcher.submit(batch: [good, good], by: principal)
        let kept = try await bench.repository.unfinished()
        #expect(kept.map(\.id) == batch.submissions.map(\.dispatch.id))
        #expect(kept.allSatisfy { $0.batch == batch.id })
    }

    @Test("All secrets that are missing are named at once")
    func missingSecrets() async throws {
        let bench = DispatcherBench(secrets: ["KNOWN": "k"])
        let principal = try await bench.principal()
        let draft = DispatchDraft(agent: "sample", task: "do it", secretNames: ["KNOWN", "B_TOKEN", "A_TOKEN"])
        let missing = InvalidRequest.missingSecrets(
            names: ["B_TOKEN", "A_TOKEN", "SAMPLE_KEY"],
            agent: "sample",
            tenant: principal.tenant.name,
            required: 4
        )
        await #expect(throws: missing) { try await bench.dispatcher().submit(draft, by: principal) }
    }

    @Test("A batch is put into the queue by one look at it")
    func oneLook() async throws {
        let bench = DispatcherBench()
        let principal = try await bench.principal()
        let drafts = (0..<4).map { DispatchDraft(agent: "sample", task: "do \($0)") }
        let batch = try await bench.dispatcher().submit(batch: drafts, by: principal)
        #expect(batch.submissions.map(\.queuePosition) == [0, 0, 0, 0])
        #expect(bench.identities.listings == 1)
    }

    @Test("An engine that hangs holds up no request")
    func hangingEngine() async throws {
        let bench = DispatcherBench(host: HangingHost())
        let draft = DispatchDraft(agent: "sample", task: "do it")
        let submission = try await bench.dispatcher().submit(draft, by: try await bench.principal())
        #expect(submission.queuePosition == 0)
    }
}

/// A host whose engine never answers.
private struct HangingHost: HostUsage {
    func load(besides instance: InstanceID) async throws -> HostLoad {
        try await Gate().pass()
        return .none
    }
}
