internal import CurlHTTP
internal import NIOCore
internal import NIOHTTP1
internal import OutpostCore
internal import TestSupport
internal import Testing

@Suite("Streaming through the model proxy", .timeLimit(.minutes(10)))
struct ModelStreamTests {
    @Test("an event reaches the agent while the provider is still at work")
    func firstEvent() async throws {
        let seen = Gate()
        try await withUpstream { call in
            _ = try await call.body()
            try await call.begin(.ok, ["content-type": "text/event-stream"])
            try await call.write("event: message_start\ndata: {}\n\n")
            // The agent opens this gate, so an answer that is held back never ends.
            try await seen.pass()
            try await call.write("event: message_stop\ndata: {}\n\n")
            try await call.end()
        } _: { upstream in
            let delegate = RecordingDelegate()
            try await withDoor(DoorOptions(model: upstream.model()), delegate: delegate) { door in
                let response = try await door.client.send(door.request("POST", "/model/v1/messages", body: .bytes([1])))
                var text = ""
                for try await bytes in response.body {
                    text += String(decoding: bytes, as: UTF8.self)
                    if text.contains("message_start") { seen.open() }
                }
                #expect(text == "event: message_start\ndata: {}\n\nevent: message_stop\ndata: {}\n\n")
                #expect(await delegate.nextExchange() == ModelExchange(path: "/v1/messages", status: 200))
            }
        }
    }

    @Test("a request body reaches the provider while the agent is still sending it")
    func upload() async throws {
        let arrived = Gate()
        try await withUpstream { call in
            // The head alone is enough: the body is not complete before this gate opens.
            arrived.open()
            let body = try await call.body()
            try await call.reply(.ok, [:], "\(body.count)")
        } _: { upstream in
            try await withDoor(DoorOptions(model: upstream.model())) { door in
                let pieces = Observed(0)
                let stream = AsyncThrowingStream<[UInt8], any Error> {
                    let index = pieces.update { count in
                        count += 1
                        return count
                    }
                    guard index <= 32 else { return nil }
                    if index == 2 { try await arrived.pass() }
                    return [UInt8](repeating: 65, count: 64 << 10)
                }
                let body = CurlRequest.Body.stream(length: nil, stream)
                let text = try await door.call("POST", "/model/v1/messages", body: body).text
                #expect(text == "\(2 << 20)")
            }
            #expect(upstream.received.first?.headers["transfer-encoding"] == ["chunked"])
        }
    }

    @Test(
        "an agent that goes away takes the provider's work with it, also while nothing flows",
        arguments: [true, false]
    )
    func clientGone(afterHead: Bool) async throws {
        let begun = Gate()
        let closed = Gate()
        try await withUpstream { call in
            _ = try await call.body()
            if afterHead {
                try await call.begin(.ok, ["content-type": "text/event-stream"])
                try await call.write("event: ping\n\n")
            }
            begun.open()
            try await call.waitForClose()
            closed.open()
        } _: { upstream in
            let delegate = RecordingDelegate()
            try await withDoor(DoorOptions(model: upstream.model()), delegate: delegate) { door in
                let client = try await RawClient.connect(door.socketPath)
                try await client.send(
                    "POST /model/v1/messages HTTP/1.1\r\nhost: x\r\nx-api-key: otk_throwaway\r\ncontent-length: 2\r\n\r\n{}"
                )
                try await begun.pass()
                if afterHead { _ = await client.read { $0.contains("ping") } }
                await client.close()
                try await closed.pass()
                let exchange = try #require(await delegate.nextExchange())
                #expect(exchange.abandoned)
                #expect(exchange.status == (afterHead ? 200 : nil))
            }
        }
    }

    @Test("an agent that goes away in the middle of its request is not a failure of the provider")
    func clientGoneWhileSending() async throws {
        let closed = Gate()
        try await withUpstream { call in
            try await call.waitForClose()
            closed.open()
        } _: { upstream in
            let delegate = RecordingDelegate()
            try await withDoor(DoorOptions(model: upstream.model()), delegate: delegate) { door in
                let client = try await RawClient.connect(door.socketPath)
                try await client.send(
                    "POST /model/v1/messages HTTP/1.1\r\nhost: x\r\nx-api-key: otk_throwaway\r\ncontent-length: 9\r\n\r\n{}"
                )
                await client.close()
                let exchange = try #require(await delegate.nextExchange())
                #expect(exchange.abandoned)
                #expect(exchange.failure == nil)
            }
        }
    }

    @Test("a provider is read no faster than the agent reads")
    func backPressure() async throws {
        let total = 96 << 20
        let written = Observed(0)
        try await withUpstream { call in
            try await call.begin(.ok, ["content-length": "\(total)"])
            let piece = [UInt8](repeating: 9, count: 256 << 10)
            while written.value < total {
                try await call.write(piece)
                written.update { $0 += piece.count }
            }
            try await call.end()
        } _: { upstream in
            try await withDoor(DoorOptions(model: upstream.model())) { door in
                let response = try await door.client.send(door.request("GET", "/model/v1/files"))
                var read = 0
                var largestLead = 0
                for try await bytes in response.body {
                    read += bytes.count
                    largestLead = max(largestLead, written.value - read)
                    // A round trip through the same door gives the provider time to run ahead, if it can.
                    if read < 4 << 20 { _ = try await door.call("POST", "/outpost/v1/progress?phase=run") }
                }
                #expect(read == total)
                #expect(largestLead < 32 << 20)
            }
        }
    }

    @Test("an answer that the provider cuts off is cut off for the agent too")
    func cutOff() async throws {
        try await withUpstream { call in
            try await call.begin(.ok, ["content-type": "text/event-stream"])
            try await call.write("event: message_start\n\n")
            try await call.channel.close()
        } _: { upstream in
            let delegate = RecordingDelegate()
            try await withDoor(DoorOptions(model: upstream.model()), delegate: delegate) { door in
                await #expect(throws: CurlError.self) { try await door.call("GET", "/model/v1/messages") }
                let exchange = try #require(await delegate.nextExchange())
                #expect(exchange.status == 200)
                #expect(exchange.failure?.contains("connection lost") == true)
                #expect(!exchange.abandoned)
            }
        }
    }
}
