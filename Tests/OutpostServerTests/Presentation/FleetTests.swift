internal import Foundation
internal import HTTPTypes
internal import OutpostAPI
internal import OutpostCore
internal import Testing

@testable internal import OutpostServer

@Suite("Fleet")
struct FleetTests {
    private static func agent(_ name: String, active: Int = 0, rate: Int? = nil) -> FleetReport.Agent {
        FleetReport.Agent(name: name, model: "m", active: active, maximum: 2, successRate: rate)
    }

    private static func report(_ agents: [FleetReport.Agent], isUp: Bool = true, alerts: [String] = []) -> FleetReport {
        FleetReport(
            agents: agents,
            counts: [.pending: 1, .provisioning: 1, .running: 2, .completing: 1, .success: 4, .failed: 1],
            isEngineUp: isUp,
            usedCPUUnits: 1024,
            totalCPUUnits: 3072,
            usedMemoryMiB: 2048,
            totalMemoryMiB: 8192,
            alerts: alerts
        )
    }

    @Test("Containers that wait are counted as idle and warm, for each agent and in all")
    func warm() {
        let agents = [
            FleetReport.Agent(name: "a", model: "m", active: 1, maximum: 2, warm: 2),
            FleetReport.Agent(name: "b", model: "m", active: 0, maximum: 2, warm: 1),
        ]
        let body = FleetBody(Self.report(agents), uptime: 7, now: Samples.epoch)
        let pool = body.pool
        #expect(pool.totalTasks == 4 && pool.idleTasks == 3 && pool.warmTasks == 3 && pool.inUseTasks == 1)
        #expect(body.pool.byAgent.map { [$0.totalTasks, $0.idleTasks, $0.warmTasks] } == [[3, 2, 2], [1, 1, 1]])
        #expect(body.agents.map { [$0.poolSize, $0.idle, $0.warmTasks, $0.active] } == [[3, 2, 2, 1], [1, 1, 1, 0]])
    }

    @Test("Figures stand where Outpost v2 had them")
    func figures() {
        let body = FleetBody(Self.report([Self.agent("a", active: 1, rate: 90)]), uptime: 7, now: Samples.epoch)
        #expect(body.status == "healthy")
        #expect(body.pool.inUseTasks == 1)
        #expect(body.pool.terminatingTasks == 1)
        #expect(body.pool.byAgent.map(\.agentType) == ["a"])
        #expect(body.system.cpuUsagePercent == 33)
        #expect(body.system.memoryUsagePercent == 25)
        #expect(body.dispatches.lastHourTotal == 10)
        #expect(
            body.dispatches.byStatus == [
                "pending": 1, "running": 4, "completed": 4, "failed": 1, "cancelled": 0, "timeout": 0,
            ]
        )
    }

    @Test(
        "The fleet is healthy, degraded or unhealthy by its agents, its engine and its alerts",
        arguments: [
            (report([agent("a")]), "healthy"),
            (report([agent("a", rate: 100), agent("b", active: 2)]), "degraded"),
            (report([agent("a", rate: 79)]), "degraded"),
            (report([agent("a")], alerts: ["CPU is near its limit"]), "degraded"),
            (report([agent("a", active: 2)]), "unhealthy"),
            (report([agent("a")], isUp: false), "unhealthy"),
            (report([]), "healthy"),
        ]
    )
    func status(report: FleetReport, status: String) {
        #expect(FleetBody(report, uptime: 0, now: Samples.epoch).status == status)
    }

    @Test("A report is kept for five seconds, and says how old it is", arguments: ["/health/fleet", "/fleet"])
    func cache(path: String) async throws {
        let bench = try await Bench()
        try await bench.run { client in
            let fresh = try await client.send(.get, path)
            #expect(fresh.status == 200)
            #expect(try fresh.value("meta.cached") == nil)
            #expect(try fresh.value("meta.responseTimeMs") != nil)
            bench.advance(by: 4.5)
            let cached = try await client.send(.get, path)
            #expect(try cached.value("meta.cached") == true)
            #expect(try cached.value("meta.cacheAgeMs") == 4500)
            bench.advance(by: 0.5)
            #expect(try await client.send(.get, path).value("meta.cached") == nil)
        }
        #expect(bench.service.change { $0.fleets } == 2)
    }

    @Test("An unhealthy fleet is 503")
    func unhealthy() async throws {
        let bench = try await Bench()
        bench.service.change { $0.report.isEngineUp = false }
        try await bench.run { client in
            let reply = try await client.send(.get, "/health/fleet")
            #expect(reply.status == 503)
            #expect(try reply.value("data.status") == "unhealthy")
        }
    }
}
