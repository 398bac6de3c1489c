internal import Foundation
internal import Hummingbird
internal import HummingbirdTesting
internal import NIOCore
internal import NIOPosix
internal import OutpostAPI
internal import OutpostCore
internal import TestSupport
internal import Testing

@testable internal import OutpostServer

@Suite("Clients that take more connections than others are left", .timeLimit(.minutes(10)))
struct ConnectionLimitTests {
    private static let request = "GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"

    private func connect(_ port: Int) async throws -> NIOAsyncChannel<ByteBuffer, ByteBuffer> {
        try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
    }

    @Test("A connection beyond the limit waits, and is served when another one closes")
    func connections() async throws {
        let bench = try await Bench()
        try await bench.server(maximumConnections: 2).application().test(.live) { test in
            let client = Client(client: test)
            #expect(try await client.send(.get, "/health/live").status == 200)
            let port = try #require(test.port)
            let idle = try await connect(port)
            try await idle.executeThenClose { _, _ in
                // The answer shows that the idle connection, which came before, has been taken.
                #expect(try await client.send(.get, "/health/live").status == 200)
                try await connect(port).executeThenClose { inbound, outbound in
                    let hasAnswer = Observed(false)
                    try await outbound.write(ByteBuffer(string: Self.request))
                    async let answer = inbound.reduce(into: "") { text, part in
                        text += String(buffer: part)
                        hasAnswer.update { $0 = true }
                    }
                    for _ in 0..<50 { #expect(try await client.send(.get, "/health/live").status == 200) }
                    #expect(!hasAnswer.value)
                    try await idle.channel.close()
                    #expect(try await answer.hasPrefix("HTTP/1.1 200 "))
                }
            }
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
