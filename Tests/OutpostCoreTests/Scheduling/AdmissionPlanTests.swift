internal import Foundation
internal import OutpostCore
internal import Testing

@Suite("The plan of admission", .timeLimit(.minutes(10)))
struct AdmissionPlanTests {
    /// Candidates in the order of their age.
    private func candidates(_ tenants: [String], agent: String = "claude") throws -> [AdmissionPlan.Candidate] {
        try tenants.enumerated().map { index, tenant in
            let digits = String(index)
            let id = "01" + String(repeating: "0", count: 24 - digits.count) + digits
            return AdmissionPlan.Candidate(
                id: try #require(DispatchID(id)),
                tenant: tenant,
                agent: agent,
                resources: Resources(cpuUnits: 1024, memoryMiB: 1024)
            )
        }
    }

    private func limits(running: Int, weights: [String: Int], agents: [String: Int] = [:]) -> AdmissionPlan.Limits {
        AdmissionPlan.Limits(
            cpuUnits: 1_000_000,
            memoryMiB: 1_000_000,
            running: running,
            tenants: weights.mapValues { weight in
                TenantLimits(concurrent: 100, queued: 0, timeoutSeconds: 0, requestsPerMinute: 0, weight: weight)
            },
            agents: agents
        )
    }

    @Test("Tenants take turns, by weight, and the oldest comes first within a tenant")
    func turns() throws {
        let waiting = try candidates(["a", "a", "a", "a", "b", "b"])
        let plan = AdmissionPlan(
            waiting: waiting.reversed(),
            running: [],
            limits: limits(running: 3, weights: ["a": 2, "b": 1])
        )
        let order = plan.start + plan.wait
        #expect(plan.start.count == 3)
        #expect(order.map(\.text) == [0, 4, 1, 2, 5, 3].map { waiting[$0].id.text })
    }

    @Test("A dispatch whose agent is at its cap does not hold up the tenant's others")
    func agentCap() throws {
        let running = try candidates(["a"])
        let waiting = try candidates(["a", "a", "a"])
        let capped = waiting[1]
        let other = AdmissionPlan.Candidate(
            id: waiting[2].id,
            tenant: "a",
            agent: "codex",
            resources: waiting[2].resources
        )
        let plan = AdmissionPlan(
            waiting: [capped, other],
            running: running,
            limits: limits(running: 9, weights: ["a": 1], agents: ["claude": 1])
        )
        #expect(plan.start == [other.id])
        #expect(plan.wait == [capped.id])
    }

    @Test("Of dispatches on one workspace one starts, the oldest; it does not hold up the tenant's others")
    func oneWriter() throws {
        let workspace = try #require(WorkspaceID("550e8400-e29b-41d4-a716-446655440000"))
        let all = try candidates(["a", "a", "a", "b"])
        func on(_ index: Int) -> AdmissionPlan.Candidate {
            AdmissionPlan.Candidate(
                id: all[index].id,
                tenant: all[index].tenant,
                agent: "claude",
                resources: all[index].resources,
                workspace: workspace
            )
        }
        let free = limits(running: 9, weights: ["a": 1, "b": 1])
        let first = AdmissionPlan(waiting: [on(1), on(0), all[2]], running: [], limits: free)
        #expect(Set(first.start) == [all[0].id, all[2].id])
        #expect(first.wait == [all[1].id])
        let held = AdmissionPlan(waiting: [on(1), all[2]], running: [on(0)], limits: free)
        #expect(held.start == [all[2].id])
        #expect(held.wait == [all[1].id])
        var stranded = free
        stranded.workspaces = [workspace]
        #expect(AdmissionPlan(waiting: [on(0), all[3]], running: [], limits: stranded).start == [all[3].id])
    }

    @Test("What waits is told apart by what it waits for")
    func obstacles() throws {
        let workspace = try #require(WorkspaceID("550e8400-e29b-41d4-a716-446655440000"))
        let all = try candidates(["a", "a", "a", "b", "b"])
        func with(_ index: Int, agent: String = "claude", _ workspace: WorkspaceID? = nil) -> AdmissionPlan.Candidate {
            AdmissionPlan.Candidate(
                id: all[index].id,
                tenant: all[index].tenant,
                agent: agent,
                resources: all[index].resources,
                workspace: workspace
            )
        }
        let running = [with(0, workspace)]
        let waiting = [with(1, workspace), with(2), with(3, agent: "codex")]
        func plan(_ limits: AdmissionPlan.Limits) -> [AdmissionPlan.Obstacle?] {
            let plan = AdmissionPlan(waiting: waiting, running: running, limits: limits)
            #expect(Set(plan.obstacles.keys) == Set(plan.wait))
            return waiting.map { plan.obstacles[$0.id] }
        }
        let weights = ["a": 1, "b": 1]
        #expect(plan(limits(running: 9, weights: weights)) == [.workspace, nil, nil])
        #expect(plan(limits(running: 9, weights: weights, agents: ["claude": 1])) == [.workspace, .agent, nil])
        #expect(plan(limits(running: 1, weights: weights)) == [.workspace, .host, .host])
        var narrow = limits(running: 9, weights: weights)
        narrow.tenants["a"]?.concurrent = 1
        #expect(plan(narrow) == [.workspace, .tenant, nil])
        narrow.isHeld = true
        #expect(plan(narrow) == [.host, .host, .host])
    }

    @Test("A queue that is held starts nothing, and keeps its order")
    func held() throws {
        let waiting = try candidates(["a", "a", "b"])
        var limits = limits(running: 9, weights: ["a": 1, "b": 1])
        limits.isHeld = true
        let plan = AdmissionPlan(waiting: waiting, running: [], limits: limits)
        #expect(plan.start.isEmpty)
        #expect(plan.wait == [0, 2, 1].map { waiting[$0].id })
    }

    @Test("What waits for a workspace is estimated by those that come before it there")
    func workspaceEstimate() {
        let estimate = QueueEstimate(slots: 9, ages: [40], meanDuration: 100)
        #expect(estimate.secondsUntilFree(holderAge: nil, ahead: 0) == 0)
        #expect(estimate.secondsUntilFree(holderAge: 40, ahead: 0) == 60)
        #expect(estimate.secondsUntilFree(holderAge: 400, ahead: 2) == 200)
    }

    @Test("A long queue is planned completely and quickly")
    func longQueue() throws {
        let waiting = try candidates((0..<10_000).map { $0.isMultiple(of: 3) ? "a" : "b" })
        let plan = AdmissionPlan(waiting: waiting, running: [], limits: limits(running: 2, weights: ["a": 1, "b": 1]))
        #expect(plan.start.count == 2)
        #expect(Set(plan.start + plan.wait).count == waiting.count)
    }
}
