internal import NIOCore

/// One connection of a raw server.
struct RawServerSession {
    private struct BadRequest: Error {}
    private struct Closed: Error {}

    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private let channel: any Channel
    private let number: Int
    private let behaviour: RawServer.Behaviour
    private let log: Observed<RawServer.Log>
    private var unread: [UInt8] = []

    init(
        inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator,
        channel: any Channel,
        number: Int,
        behaviour: RawServer.Behaviour,
        log: Observed<RawServer.Log>
    ) {
        self.inbound = inbound
        self.channel = channel
        self.number = number
        self.behaviour = behaviour
        self.log = log
    }

    /// Serves one connection until the client or an answer closes it.
    static func serve(
        _ channel: any Channel,
        _ number: Int,
        _ behaviour: RawServer.Behaviour,
        _ log: Observed<RawServer.Log>,
        _ answer: @escaping @Sendable (RawRequest) -> RawAnswer
    ) async throws {
        let connection = try await channel.eventLoop.submit {
            // Few buffers, so that a server that does not read soon stops the client.
            let strategy = NIOAsyncSequenceProducerBackPressureStrategies.HighLowWatermark(
                lowWatermark: 1,
                highWatermark: 2
            )
            return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                wrappingChannelSynchronously: channel,
                configuration: .init(backPressureStrategy: strategy)
            )
        }.get()
        try await connection.executeThenClose { inbound, _ in
            try await channel.setOption(.autoRead, value: true).get()
            var session = RawServerSession(
                inbound: inbound.makeAsyncIterator(),
                channel: channel,
                number: number,
                behaviour: behaviour,
                log: log
            )
            try await session.run(answer)
        }
    }

    /// Serves requests until the client closes or an answer says so.
    mutating func run(_ answer: @Sendable (RawRequest) -> RawAnswer) async throws {
        if !behaviour.greeting.isEmpty { try await send(behaviour.greeting) }
        var index = 0
        while let head = try await readHead() {
            guard var request = RawRequest(head: head, connection: number, index: index) else { throw BadRequest() }
            let position = log.update { log in
                log.requests.append(request)
                return log.requests.count - 1
            }
            if !behaviour.answersEarly { try await readBody(of: &request, at: position) }
            for step in answer(request).steps {
                try await perform(step, &request, at: position)
            }
            try await readBody(of: &request, at: position)
            index += 1
        }
    }

    private mutating func perform(_ step: RawAnswer.Step, _ request: inout RawRequest, at position: Int) async throws {
        switch step {
        case .send(let bytes): try await send(bytes)
        case .wait(let gate): try await gate.pass()
        case .readBody: try await readBody(of: &request, at: position)
        case .echo:
            while let bytes = try await readSome() { try await send(bytes) }
        case .close: throw Closed()
        }
    }

    private func send(_ bytes: [UInt8]) async throws {
        for start in stride(from: 0, to: bytes.count, by: 64 << 10) {
            let part = bytes[start..<min(start + 64 << 10, bytes.count)]
            // The channel's own promise, because the asynchronous writer takes any amount before it blocks.
            try await withTaskCancellationHandler {
                try await channel.writeAndFlush(ByteBuffer(bytes: part))
            } onCancel: { [channel] in
                channel.close(promise: nil)
            }
            log.update { $0.bytesSent += part.count }
        }
    }
}

// MARK: - Reading

extension RawServerSession {
    /// Returns what has come, or waits for more; nil is the client's end.
    private mutating func readSome() async throws -> [UInt8]? {
        if !unread.isEmpty {
            defer { unread = [] }
            return unread
        }
        guard let buffer = try await inbound.next(isolation: #isolation) else { return nil }
        log.update { $0.bytesReceived += buffer.readableBytes }
        return Array(buffer.readableBytesView)
    }

    private mutating func readLine() async throws -> String? {
        var line: [UInt8] = []
        while true {
            guard let bytes = try await readSome() else { return nil }
            guard let end = bytes.firstIndex(of: 0x0A) else {
                line += bytes
                continue
            }
            line += bytes[..<end]
            unread = Array(bytes[(end + 1)...])
            if line.last == 0x0D { line.removeLast() }
            return String(decoding: line, as: UTF8.self)
        }
    }

    private mutating func readHead() async throws -> String? {
        var lines: [String] = []
        while let line = try await readLine() {
            if line.isEmpty { return lines.joined(separator: "\r\n") }
            lines.append(line)
        }
        return nil
    }

    private mutating func read(exactly count: Int) async throws -> [UInt8] {
        var result: [UInt8] = []
        while result.count < count {
            guard let bytes = try await readSome() else { throw Closed() }
            let needed = count - result.count
            result += bytes.prefix(needed)
            unread = Array(bytes.dropFirst(needed))
        }
        return result
    }

    private mutating func readBody(of request: inout RawRequest, at position: Int) async throws {
        guard !request.isComplete else { return }
        if behaviour.confirmsExpectation, request["Expect"]?.lowercased() == "100-continue" {
            try await send(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8))
        }
        if request["Transfer-Encoding"]?.lowercased() == "chunked" {
            request.body = try await readChunks()
        } else if let length = request["Content-Length"].flatMap({ Int($0) }) {
            request.body = try await read(exactly: length)
        }
        request.isComplete = true
        log.update { $0.requests[position] = request }
    }

    private mutating func readChunks() async throws -> [UInt8] {
        var body: [UInt8] = []
        while true {
            guard let line = try await readLine(), let size = Int(line, radix: 16) else { throw BadRequest() }
            body += try await read(exactly: size)
            _ = try await readLine()
            if size == 0 { return body }
        }
    }
}
