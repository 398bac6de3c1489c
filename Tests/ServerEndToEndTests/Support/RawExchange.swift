internal import CurlHTTP
internal import Foundation
internal import NIOCore
internal import NIOPosix
internal import Testing

/// One exchange over a bare connection, for requests that no client would send.
enum RawExchange {
    /// Sends bytes and reads until the server closes the connection.
    @concurrent
    static func send(_ bytes: [UInt8], to port: Int) async throws -> [UInt8] {
        let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            // A server that answers early and closes is heard nevertheless.
            .channelOption(.allowRemoteHalfClosure, value: true)
        let channel = try await bootstrap.connect(host: "127.0.0.1", port: port) { channel in
            channel.eventLoop.makeCompletedFuture {
                try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
            }
        }
        return try await channel.executeThenClose { inbound, outbound in
            // A refusal may come before the last byte is sent.
            try? await outbound.write(ByteBuffer(bytes: bytes))
            var answer: [UInt8] = []
            do {
                for try await part in inbound { answer += part.readableBytesView }
            } catch {
                guard !answer.isEmpty else { throw error }
            }
            return answer
        }
    }

    /// Sends a request that says that it is the last of its connection.
    static func send(
        _ line: String,
        headers: [String] = [],
        body: [UInt8] = [],
        to port: Int
    ) async throws -> APIAnswer {
        let head = ([line, "Host: localhost"] + headers + ["Connection: close"]).joined(separator: "\r\n") + "\r\n\r\n"
        return try parse(try await send(Array(head.utf8) + body, to: port))
    }

    /// Reads an answer with a `Content-Length`.
    static func parse(_ bytes: [UInt8]) throws -> APIAnswer {
        let data = Data(bytes)
        let end = try #require(data.range(of: Data("\r\n\r\n".utf8)), "no answer: \(bytes.count) bytes")
        let lines = String(decoding: data[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        var headers = CurlHeaders()
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2 { headers.add(String(parts[0]), parts[1].trimmingCharacters(in: .whitespaces)) }
        }
        let status = try #require(lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) })
        return APIAnswer(status: status, headers: headers, body: Data(data[end.upperBound...]))
    }
}
