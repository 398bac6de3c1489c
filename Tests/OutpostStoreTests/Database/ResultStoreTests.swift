internal import Foundation
internal import GRDB
internal import Logging
internal import OutpostCore
internal import TestSupport
internal import Testing

@testable internal import OutpostStore

@Suite("Stored results", .timeLimit(.minutes(10)))
struct ResultStoreTests {
    private static let now = ControlPlaneSamples.epoch.addingTimeInterval(100 * 86_400)

    /// A data directory with its database.
    private struct Bench {
        let data: DataDirectory
        let database: OutpostDatabase

        func service(_ policy: RetentionPolicy) -> RetentionService {
            RetentionService(
                store: database.results,
                files: StoredResultFiles(data),
                identities: database.identities,
                policy: policy,
                now: { ResultStoreTests.now },
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            )
        }

        /// A dispatch with a log and an artifact, which ended so many days ago unless it runs.
        @discardableResult
        func dispatch(
            _ number: UInt64,
            tenant: String = "id-of-a",
            endedDaysAgo days: Double?
        ) async throws
            -> DispatchID
        {
            let dispatch = try ControlPlaneSamples.dispatch(number, tenant: tenant)
            try await database.dispatches.insert(dispatch)
            let artifacts = "\(data.dispatches)/\(dispatch.id)/artifacts"
            try FileManager.default.createDirectory(atPath: artifacts, withIntermediateDirectories: true)
            try Data(count: 700).write(to: URL(fileURLWithPath: artifacts + "/diff.patch"))
            try Data(count: 300).write(to: URL(fileURLWithPath: "\(data.dispatches)/\(dispatch.id)/log.jsonl"))
            guard let days else { return dispatch.id }
            let end = DispatchEnd(status: .success, reason: .changed)
            let time = ResultStoreTests.now.addingTimeInterval(-days * 86_400)
            _ = try await database.dispatches.apply(.concluded(end, at: time), to: dispatch.id, at: time)
            return dispatch.id
        }

        func isThere(_ id: DispatchID) -> Bool {
            FileManager.default.fileExists(atPath: "\(data.dispatches)/\(id)")
        }
    }

    private func withBench(_ body: (Bench) async throws -> Void) async throws {
        try await TemporaryFolder.with { folder in
            let data = try DataDirectory(creating: folder.path + "/data")
            let database = try OutpostDatabase(path: data.database)
            try await database.identities.insert(ControlPlaneSamples.tenant("a", tier: .free))
            try await body(Bench(data: data, database: database))
        }
    }

    private static let month = RetentionPolicy(maximumAge: 30 * 86_400, minimumFreeBytes: 0)

    @Test("that are old go with all their files; the record stays and says why, and what runs is never touched")
    func age() async throws {
        try await withBench { bench in
            let old = try await bench.dispatch(1, endedDaysAgo: 31)
            let young = try await bench.dispatch(2, endedDaysAgo: 29)
            let running = try await bench.dispatch(3, endedDaysAgo: nil)
            let service = bench.service(Self.month)
            try await service.sweep()
            #expect(!bench.isThere(old) && bench.isThere(young) && bench.isThere(running))
            let removal = try #require(try await bench.database.dispatches.dispatch(old)).removal
            #expect(removal == ResultRemoval(at: Self.now, cause: .age))
            #expect(try await bench.database.dispatches.dispatch(young)?.removal == nil)
            #expect(try await bench.database.results.usage(of: "id-of-a").results == 1)
            #expect(try FileManager.default.contentsOfDirectory(atPath: bench.data.temporary).isEmpty)
            let trail = try await bench.database.dispatches.auditTrail()
            #expect(trail.map(\.action) == ["results.remove"])
            #expect(trail.map(\.resource) == [old.text])
            try await service.sweep()
            #expect(try await bench.database.dispatches.auditTrail().count == 1)
        }
    }

    @Test("are kept as long as their tenant's own setting says")
    func tenant() async throws {
        try await withBench { bench in
            var tenant = ControlPlaneSamples.tenant("a", tier: .free)
            tenant.limits.retentionDays = 2
            try await bench.database.identities.update(tenant)
            let mine = try await bench.dispatch(1, endedDaysAgo: 3)
            let other = try await bench.dispatch(2, tenant: "id-of-b", endedDaysAgo: 3)
            try await bench.service(Self.month).sweep()
            #expect(!bench.isThere(mine) && bench.isThere(other))
        }
    }

    @Test("whose removal was cut off after any step are gone after the next sweep", arguments: 0..<3)
    func crash(step: Int) async throws {
        try await withBench { bench in
            let id = try await bench.dispatch(1, endedDaysAgo: 1)
            let aside = "\(bench.data.temporary)/removed-\(id)"
            let entry = AuditEntry(at: Self.now, tenant: "a", actor: "x", action: "results.remove", resource: id.text)
            try await bench.database.results.measured(id, bytes: 1000)
            let removal = ResultRemoval(at: Self.now, cause: .request)
            #expect(try await bench.database.results.markRemoved(id, removal, audit: entry))
            if step > 0 { try FileManager.default.moveItem(atPath: "\(bench.data.dispatches)/\(id)", toPath: aside) }
            if step > 1 { try FileManager.default.removeItem(atPath: aside) }
            #expect(try await bench.database.results.usage(of: "id-of-a").results == 1)
            try await bench.service(Self.month).sweep()
            #expect(!bench.isThere(id) && !FileManager.default.fileExists(atPath: aside))
            #expect(try await bench.database.results.usage(of: "id-of-a") == StoredUsage(results: 0, bytes: 0))
        }
    }

    @Test("that a cut delivery left half written do not count, and promotions of a dead process go at the start")
    func leftovers() async throws {
        try await withBench { bench in
            let id = try await bench.dispatch(1, endedDaysAgo: 1)
            let half = "\(bench.data.dispatches)/\(id)/artifacts/.incoming-1"
            try FileManager.default.createDirectory(atPath: half, withIntermediateDirectories: false)
            try Data(count: 5000).write(to: URL(fileURLWithPath: half + "/large"))
            let promotion = bench.data.temporary + "/promotion-1"
            let stranger = bench.data.temporary + "/mine"
            for folder in [promotion, stranger] {
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
            }
            let service = bench.service(Self.month)
            await service.removeLeftovers()
            try await service.sweep()
            #expect(!FileManager.default.fileExists(atPath: half))
            #expect(!FileManager.default.fileExists(atPath: promotion))
            #expect(FileManager.default.fileExists(atPath: stranger))
            let usage = StoredUsage(results: 1, bytes: 1000)
            #expect(try await bench.database.results.usage(of: "id-of-a") == usage)
            #expect(try await bench.database.results.usageByTenant() == ["id-of-a": usage])
        }
    }

    @Test("are told by a dry run, and removed by the same without it, whatever the settings")
    func collection() async throws {
        try await withBench { bench in
            let old = try await bench.dispatch(1, endedDaysAgo: 8)
            let young = try await bench.dispatch(2, endedDaysAgo: 6)
            let service = bench.service(Self.month)
            for isDryRun in [true, false] {
                let request = CollectionRequest(isDryRun: isDryRun, olderThan: 7 * 86_400)
                let report = try await service.collect(request, by: "operator")
                #expect(report.results.map(\.result.id) == [old])
                #expect(report.resultBytes > 0)
                #expect(bench.isThere(old) == isDryRun && bench.isThere(young))
            }
        }
    }

    @Test("have bounds for tenants of an older database too, by their tier")
    func migration() throws {
        let queue = try DatabaseQueue()
        try Migrations.migrator.migrate(queue, upTo: "3-batches")
        try queue.write { database in
            try database.execute(
                sql: """
                    INSERT INTO tenant VALUES ('1', 'old', 'starter', 'active', '{"concurrent":3,"queued":50,\
                    "timeoutSeconds":600,"requestsPerMinute":60,"weight":1,\
                    "resources":{"cpuUnits":4096,"memoryMiB":30720,"pids":512}}', 0)
                    """
            )
        }
        try Migrations.migrator.migrate(queue)
        let limits = try queue.read { try TenantRecord.fetchOne($0, key: "1")?.tenant().limits }
        #expect(limits == TenantTier.starter.limits)
    }
}
