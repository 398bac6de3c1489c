internal import Foundation
internal import Hummingbird
internal import HummingbirdTesting
internal import NIOCore
internal import NIOPosix
internal import OutpostAPI
internal import OutpostCore
internal import ServiceLifecycle
internal import TestSupport
internal import Testing

@testable internal import OutpostServer

@Suite("Clients that take more connections than others are left", .timeLimit(.minutes(10)))
struct ConnectionLimitTests {
    private static func request(_ connection: String) -> ByteBuffer {
        ByteBuffer(string: "GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: \(connection)\r\n\r\n")
    }

    private func connect(_ port: Int) async throws -> NIOAsyncChannel<ByteBuffer, ByteBuffer> {
        try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
    }

    // HummingbirdTesting's server drops the limit of the configuration.
    private func serve(_ server: OutpostServer, _ body: (_ port: Int) async throws -> Void) async throws {
        let bound = Observed<Int?>(nil)
        let application = try server.application { channel in bound.update { $0 = channel.localAddress?.port } }
        let group = ServiceGroup(services: [application], logger: server.logger)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            try await body(try #require(try await bound.wait { $0 != nil }))
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    @Test("A connection beyond the limit waits, and is served when another one closes")
    func connections() async throws {
        let bench = try await Bench()
        try await serve(bench.server(maximumConnections: 2, firstHead: .seconds(3600))) { port in
            // They are taken in the order in which they came.
            let (idle, busy, late) = (try await connect(port), try await connect(port), try await connect(port))
            try await idle.executeThenClose { _, _ in
                try await late.executeThenClose { inbound, outbound in
                    let hasAnswer = Observed(false)
                    try await outbound.write(Self.request("close"))
                    async let answer = inbound.reduce(into: "") { text, part in
                        text += String(buffer: part)
                        hasAnswer.update { $0 = true }
                    }
                    try await ask(busy, times: 50) { #expect(!hasAnswer.value) }
                    #expect(try await answer.hasPrefix("HTTP/1.1 200 "))
                }
            }
        }
    }

    private func ask(
        _ channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>,
        times: Int,
        beforeItCloses check: () -> Void
    ) async throws {
        try await channel.executeThenClose { inbound, outbound in
            var (answer, count) = ("", 0)
            try await outbound.write(Self.request("keep-alive"))
            for try await part in inbound {
                answer += String(buffer: part)
                guard answer.hasSuffix("}") else { continue }
                #expect(answer.hasPrefix("HTTP/1.1 200 "))
                (answer, count) = ("", count + 1)
                guard count < times else { break }
                try await outbound.write(Self.request("keep-alive"))
            }
            #expect(count == times)
            check()
        }
    }

    @Test("A tenant's event streams are bounded; another tenant's are its own, and one that ended makes room")
    func streams() async throws {
        let bench = try await Bench()
        let (alice, bob) = (try await bench.key(scopes: [.status]), try await bench.key(Bench.bob, scopes: [.status]))
        let (mine, theirs) = (try bench.dispatch(), try bench.dispatch(Bench.bob))
        try await bench.server(maximumEventStreams: 1).application().test(.router) { test in
            let client = Client(client: test)
            async let reading = client.send(.get, "/dispatch/\(mine)/events", key: alice)
            try await bench.clock.waitForSleeper(until: .seconds(15))
            let refused = try await client.send(.get, "/dispatch/\(mine)/events", key: alice)
            #expect(refused.status == 429)
            #expect(refused.header("Retry-After") == "30")
            #expect(try refused.value("error.details.limit") == .integer(1))
            try bench.service.end(theirs, DispatchEnd(status: .success, reason: .changed))
            #expect(try await client.send(.get, "/dispatch/\(theirs)/events", key: bob).status == 200)
            try bench.service.end(mine, DispatchEnd(status: .success, reason: .changed))
            #expect(try await reading.status == 200)
            #expect(try await client.send(.get, "/dispatch/\(mine)/events", key: alice).status == 200)
        }
    }
}
