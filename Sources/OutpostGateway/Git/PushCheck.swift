internal import CurlHTTP
internal import NIOCore
internal import NIOHTTP1
internal import OutpostCore
internal import Synchronization

/// Reads the list of references that begins a push, and lets the push pass only when policy allows every one.
struct PushCheck {
    let policy: PushPolicy

    /// Bytes of the list.
    private static let listLimit = 64 << 10
    /// Bytes of a refused push that are read so that git can read the answer.
    private static let refusedLimit = 256 << 20

    /// The body to pass on; nil when the push was refused and git was told.
    ///
    /// - Throws: ``Refusal`` for what cannot be read.
    func admit(_ exchange: Exchange) async throws -> CurlRequest.Body? {
        let encoding = exchange.head.headers.first(name: "content-encoding") ?? "identity"
        guard encoding == "identity" else { throw Refusal.git(415, "this door takes no compressed pushes") }
        var reader = PacketReader()
        var seen = ByteBuffer()
        var list = PushCommands()
        reading: while true {
            while let packet = try reader.next() {
                guard case .line(let line) = packet else { break reading }
                try list.add(line)
            }
            guard seen.readableBytes <= Self.listLimit else {
                throw Refusal.git(413, "the list of references is too long")
            }
            guard var piece = try await exchange.body.next() else {
                throw Refusal.git(400, "the push ended before its list of references did")
            }
            reader.append(piece)
            seen.writeBuffer(&piece)
        }
        let objections = list.commands.map { list.objection(to: $0, policy) }
        if objections.contains(where: { $0 != nil }) {
            try await refuse(list, objections, exchange)
            return nil
        }
        return .stream(length: exchange.body.length, Self.stream(seen, exchange.body))
    }

    private static func stream(_ first: ByteBuffer, _ rest: RequestBody) -> AsyncThrowingStream<[UInt8], any Error> {
        let first = Mutex<ByteBuffer?>(first)
        return AsyncThrowingStream {
            if let bytes = first.withLock({ $0.take() }) { return Array(bytes.readableBytesView) }
            return try await rest.next().map { Array($0.readableBytesView) }
        }
    }

    /// Answers in git's own report, which its user sees by reference.
    ///
    /// One refusal refuses the whole push.
    private func refuse(_ list: PushCommands, _ objections: [String?], _ exchange: Exchange) async throws {
        _ = try await exchange.body.drain(limit: Self.refusedLimit)
        guard list.capabilities.contains(where: { $0.hasPrefix("report-status") }) else {
            throw Refusal.git(403, objections.compactMap(\.self).first ?? "")
        }
        var report = Self.packet(Array("unpack ok\n".utf8))
        for (command, objection) in zip(list.commands, objections) {
            let reason = objection ?? "another reference of this push was refused"
            report += Self.packet(Array("ng \(command.reference) \(reason)\n".utf8))
        }
        report += Array("0000".utf8)
        if list.capabilities.contains("side-band-64k") { report = Self.sideBand(report) }
        try await exchange.reply(200, type: "application/x-git-receive-pack-result", report)
    }

    /// The report in packets of the first side band, none larger than packets may be.
    private static func sideBand(_ report: [UInt8]) -> [UInt8] {
        stride(from: 0, to: report.count, by: 60_000).flatMap { start in
            packet([1] + report[start..<min(start + 60_000, report.count)])
        } + Array("0000".utf8)
    }

    private static func packet(_ payload: [UInt8]) -> [UInt8] {
        let digits = String(payload.count + 4, radix: 16)
        return Array((String(repeating: "0", count: 4 - digits.count) + digits).utf8) + payload
    }
}
