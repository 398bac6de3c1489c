internal import Foundation
internal import HTTPTypes
internal import OutpostAPI
internal import OutpostCore
internal import Testing

@testable internal import OutpostServer

@Suite("Workspaces over HTTP")
struct WorkspaceTests {
    static func view(
        _ id: String,
        tenant: String = Bench.alice,
        dispatch: DispatchID? = nil,
        bytes: Int = 52_428_800
    ) throws -> WorkspaceView {
        WorkspaceView(
            workspace: Workspace(
                id: try #require(WorkspaceID(id)),
                key: WorkspaceKey(tenant: tenant, repository: "https://git.test/o/r.git"),
                createdAt: Samples.epoch,
                lastUsedAt: Samples.epoch,
                expiresAt: Samples.epoch.addingTimeInterval(30 * 86_400),
                sizeBytes: bytes
            ),
            dispatch: dispatch
        )
    }

    @Test("One is shown as Outpost v2 did, what is not known being null")
    func golden() async throws {
        let bench = try await Bench()
        let key = try await bench.key(Bench.alice)
        bench.service.change { $0.workspaces = [] }
        let view = try Self.view(Samples.requestID)
        bench.service.change { $0.workspaces = [view] }
        try await bench.run { client in
            let reply = try await client.send(.get, "/workspaces/\(Samples.requestID)", key: key)
            #expect(reply.status == 200)
            let expected = try APICoding.decode(
                JSONValue.self,
                from: Data(
                    #"""
                    {"workspaceId":"\#(Samples.requestID)","userId":"\#(Bench.alice)",
                    "createdAt":"2026-01-01T00:00:00.000Z","lastAccessedAt":"2026-01-01T00:00:00.000Z",
                    "sizeBytes":52428800,"sizeFormatted":"50.00 MB","repoUrl":"https://git.test/o/r",
                    "efsAccessPointId":null,"status":"available","currentDispatchId":null,
                    "expiresAt":"2026-01-31T00:00:00.000Z"}
                    """#.utf8
                )
            )
            #expect(try reply.value("data.workspace") == expected)
        }
    }

    @Test("A list goes on where its cursor says, and a cursor that is none is refused")
    func pages() async throws {
        let bench = try await Bench()
        let key = try await bench.key(Bench.alice)
        let views = try (1...3).map { try Self.view("550e8400-e29b-41d4-a716-44665544000\($0)") }
        let foreign = try Self.view("550e8400-e29b-41d4-a716-446655440009", tenant: Bench.bob)
        bench.service.change { $0.workspaces = views + [foreign] }
        try await bench.run { client in
            let first = try await client.send(.get, "/workspaces?limit=2", key: key)
            #expect(try first.value("data.hasMore") == .bool(true))
            guard case .string(let cursor) = try first.value("data.nextCursor") else { throw Unexpected() }
            let second = try await client.send(.get, "/workspaces?limit=2&cursor=\(cursor)", key: key)
            #expect(try second.value("data.hasMore") == .bool(false))
            #expect(second.text.contains(views[2].workspace.id.text))
            #expect(!second.text.contains(foreign.workspace.id.text))
            #expect(try await client.send(.get, "/workspaces?cursor=bm8", key: key).status == 400)
        }
    }

    @Test("One in use is not deleted, a free one is, and another tenant's does not exist")
    func deletion() async throws {
        let bench = try await Bench()
        let key = try await bench.key(Bench.alice)
        let (used, free) = ("550e8400-e29b-41d4-a716-446655440001", "550e8400-e29b-41d4-a716-446655440002")
        let foreign = "550e8400-e29b-41d4-a716-446655440003"
        let dispatch = Samples.freshID()
        let views = [
            try Self.view(used, dispatch: dispatch), try Self.view(free), try Self.view(foreign, tenant: Bench.bob),
        ]
        bench.service.change { $0.workspaces = views }
        try await bench.run { client in
            let refused = try await client.send(.delete, "/workspaces/\(used)", key: key)
            #expect(refused.status == 409)
            #expect(try refused.value("error.details.dispatchId") == .string(dispatch.text))
            let deleted = try await client.send(.delete, "/workspaces/\(free)", key: key)
            #expect(deleted.status == 200)
            #expect(try deleted.value("data.message") == .string("Workspace deleted successfully"))
            for id in [free, foreign] {
                #expect(try await client.send(.get, "/workspaces/\(id)", key: key).status == 404)
                #expect(try await client.send(.delete, "/workspaces/\(id)", key: key).status == 404)
            }
        }
    }

    @Test(
        "Sizes are written as Outpost v2 wrote them",
        arguments: [(0, "0 B"), (512, "512.00 B"), (1024, "1.00 KB"), (52_428_800, "50.00 MB"), (1 << 40, "1.00 TB")]
    )
    func sizes(bytes: Int, text: String) {
        #expect(Presenter.formatted(bytes: bytes) == text)
    }
}
