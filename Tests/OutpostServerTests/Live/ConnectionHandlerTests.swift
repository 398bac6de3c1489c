internal import Foundation
internal import HTTPTypes
internal import NIOCore
internal import NIOEmbedded
internal import NIOHTTPTypes
internal import OutpostAPI
internal import Testing

@testable internal import OutpostServer

@Suite("Connections of slow and odd clients")
struct ConnectionHandlerTests {
    private let head = HTTPRequest(method: .post, scheme: "http", authority: "localhost", path: "/dispatch")

    private func channel() throws -> EmbeddedChannel {
        let channel = EmbeddedChannel(handler: RequestReadGuard(firstHead: .seconds(30), body: .seconds(300)))
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        return channel
    }

    @Test("A client that sends no head is cut off after 30 seconds, not before")
    func slowHead() throws {
        let channel = try channel()
        channel.embeddedEventLoop.advanceTime(by: .seconds(29))
        #expect(channel.isActive)
        channel.embeddedEventLoop.advanceTime(by: .seconds(1))
        #expect(!channel.isActive)
    }

    @Test("A client that does not end its body is cut off after five minutes, though it goes on sending")
    func slowBody() throws {
        let channel = try channel()
        try channel.writeInbound(HTTPRequestPart.head(head))
        for _ in 0..<299 {
            channel.embeddedEventLoop.advanceTime(by: .seconds(1))
            try channel.writeInbound(HTTPRequestPart.body(ByteBuffer(string: "x")))
        }
        #expect(channel.isActive)
        channel.embeddedEventLoop.advanceTime(by: .seconds(1))
        #expect(!channel.isActive)
    }

    @Test("A client whose request is complete may wait for its answer as long as it takes")
    func complete() throws {
        let channel = try channel()
        try channel.writeInbound(HTTPRequestPart.head(head))
        try channel.writeInbound(HTTPRequestPart.end(nil))
        channel.embeddedEventLoop.advanceTime(by: .hours(10))
        #expect(channel.isActive)
        _ = try channel.finish()
    }

    @Test("A body beyond all measure is cut off")
    func hugeBody() throws {
        let channel = try channel()
        try channel.writeInbound(HTTPRequestPart.head(head))
        let part = ByteBuffer(repeating: 0, count: 1024 * 1024)
        for _ in 0..<64 { try channel.writeInbound(HTTPRequestPart.body(part)) }
        #expect(channel.isActive)
        try channel.writeInbound(HTTPRequestPart.body(part))
        #expect(!channel.isActive)
    }

    @Test("A client that takes nothing for a minute is cut off, and one that takes something in between is not")
    func stalledReader() throws {
        let channel = EmbeddedChannel(handler: WriteStallGuard(limit: .seconds(60)))
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        func isTaking(_ takes: Bool) {
            channel.isWritable = takes
            channel.pipeline.fireChannelWritabilityChanged()
        }
        for _ in 0..<5 {
            isTaking(false)
            channel.embeddedEventLoop.advanceTime(by: .seconds(59))
            isTaking(true)
            channel.embeddedEventLoop.advanceTime(by: .hours(1))
        }
        #expect(channel.isActive)
        isTaking(false)
        channel.embeddedEventLoop.advanceTime(by: .seconds(59))
        #expect(channel.isActive)
        channel.embeddedEventLoop.advanceTime(by: .seconds(1))
        #expect(!channel.isActive)
    }

    @Test("No leave to send a body is given in the middle of another answer")
    func pipelined() throws {
        let channel = EmbeddedChannel(handler: ContinueResponder())
        var expecting = head
        expecting.headerFields[.expect] = "100-continue"
        try channel.writeInbound(HTTPRequestPart.head(head))
        try channel.writeInbound(HTTPRequestPart.end(nil))
        try channel.writeInbound(HTTPRequestPart.head(expecting))
        #expect(try channel.readOutbound(as: HTTPResponsePart.self) == nil)
        _ = try channel.finish()
    }

    @Test("Only an answer that no route made gets the envelope")
    func envelope() throws {
        let handler = ParserErrorResponder(now: { Samples.epoch }, makeRequestID: { Samples.requestID })
        let channel = EmbeddedChannel(handler: handler)
        let mine = HTTPResponse(status: .badRequest, headerFields: [.requestID: "x", .contentLength: "0"])
        try channel.writeOutbound(HTTPResponsePart.head(mine))
        #expect(try channel.readOutbound(as: HTTPResponsePart.self) == .head(mine))
        try channel.writeOutbound(HTTPResponsePart.head(HTTPResponse(status: .badRequest)))
        guard case .head(let head)? = try channel.readOutbound(as: HTTPResponsePart.self),
            case .body(let body)? = try channel.readOutbound(as: HTTPResponsePart.self)
        else { throw Unexpected() }
        #expect(head.headerFields[.contentLength] == String(body.readableBytes))
        #expect(String(buffer: body).contains(#""requestId":"\#(Samples.requestID)""#))
        _ = try channel.finish()
    }
}
