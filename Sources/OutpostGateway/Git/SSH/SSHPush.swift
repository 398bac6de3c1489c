internal import CurlHTTP
internal import Logging
internal import NIOCore
internal import NIOHTTP1
internal import OutpostCore
internal import Subprocess

#if canImport(System)
    internal import System
#else
    internal import SystemPackage
#endif

/// A push by smart HTTP that goes on over ssh.
///
/// Each of its two requests is a talk of its own with the host's `git-receive-pack`, whose words are the same but for
/// its list of references, which comes first every time.
struct SSHPush: Sendable {
    let connection: SSHConnection
    let policy: PushPolicy
    let door: Door

    private static let program = "git-receive-pack"
    /// Bytes of the host's list of references.
    static let listLimit = 16 << 20
    private static let patience = Duration.seconds(60)
    /// Of one push, as long as a mirror may take to be filled.
    private static let longest = Duration.seconds(600)

    /// `GET info/refs`: the host's list of references.
    func advertise(on exchange: Exchange) async throws {
        let answer = try await exchange.whileConnected {
            try await withTimeLimit(Self.patience) { try await connection.withAgent(list) }
        }
        guard let answer else { throw SSHFailure(.timedOut, connection.address, connection.place.audience) }
        var references = ReferenceList()
        guard answer.isSuccess, try references.pass(ByteBuffer(bytes: answer.output)) != nil else {
            throw failure(answer.error)
        }
        let head = Array("001f# service=\(Self.program)\n0000".utf8)
        try await exchange.reply(
            200,
            type: "application/x-\(Self.program)-advertisement",
            head + answer.output,
            headers: ["cache-control": "no-cache"]
        )
    }

    private struct Answer: Sendable {
        let isSuccess: Bool
        let output: [UInt8]
        let error: String
    }

    private func list(_ command: SSHCommand) async throws -> Answer {
        let result = try await Subprocess.run(
            .name("ssh"),
            arguments: command.arguments(running: Self.program),
            environment: .custom(command.environment),
            workingDirectory: "/",
            platformOptions: .ownSession,
            // Nothing is pushed.
            input: TextInput("0000"),
            output: .bytes(limit: Self.listLimit),
            error: .string(limit: 64 << 10)
        )
        return Answer(
            isSuccess: result.terminationStatus.isSuccess,
            output: result.standardOutput,
            error: result.standardError
        )
    }

    /// `POST git-receive-pack`: what is pushed, once policy has let it pass.
    func pass(_ exchange: Exchange) async throws {
        guard case .stream(_, let pieces)? = try await PushCheck(policy: policy).admit(exchange) else { return }
        let outcome = try await exchange.whileConnected {
            try await withTimeLimit(Self.longest) {
                try await connection.withAgent { Outcome(error: try await push(pieces, $0, exchange)) }
            }
        }
        guard let outcome else {
            door.logger.notice("a push over ssh took too long", metadata: ["host": "\(connection.address.host)"])
            guard exchange.isUnanswered else { return }
            throw SSHFailure(.timedOut, connection.address, connection.place.audience)
        }
        guard let error = outcome.error else { return try await exchange.end() }
        // What is under way can only be cut off.
        if exchange.isUnanswered { throw failure(error) }
    }

    /// How a push ended: what ssh said when it failed.
    private struct Outcome: Sendable {
        let error: String?
    }

    /// Carries the push; returns what ssh said when it failed.
    private func push(
        _ pieces: AsyncThrowingStream<[UInt8], any Error>,
        _ command: SSHCommand,
        _ exchange: Exchange
    ) async throws -> String? {
        let result = try await Subprocess.run(
            .name("ssh"),
            arguments: command.arguments(running: Self.program),
            environment: .custom(command.environment),
            workingDirectory: "/",
            platformOptions: .ownSession,
            input: .inputWriter,
            output: .sequence,
            error: .sequence
        ) { execution in
            async let words = Self.words(execution.standardError)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await Self.feed(pieces, to: execution.standardInputWriter) }
                try await Self.relay(execution.standardOutput, to: exchange)
                group.cancelAll()
            }
            return try await words
        }
        guard result.terminationStatus.isSuccess else { return result.closureResult }
        // It has nothing to say of a push of nothing, with which git asks beforehand.
        if exchange.isUnanswered { try await Self.begin(exchange) }
        return nil
    }

    private static func feed(
        _ pieces: AsyncThrowingStream<[UInt8], any Error>,
        to input: StandardInputWriter
    ) async throws {
        for try await piece in pieces {
            // Nothing written: the program has ended and reads no more.
            guard try await input.write(piece) > 0 else { break }
        }
        try await input.finish()
    }

    private static func words(_ output: SubprocessOutputSequence) async throws -> String {
        var text = ByteBuffer()
        for try await piece in output where text.readableBytes < 64 << 10 { text.writeBytes(piece.bytes) }
        return String(buffer: text)
    }

    private static func relay(_ output: SubprocessOutputSequence, to exchange: Exchange) async throws {
        var list = ReferenceList()
        for try await piece in output {
            var bytes = ByteBuffer()
            bytes.writeBytes(piece.bytes)
            guard let rest = try list.pass(bytes), rest.readableBytes > 0 else { continue }
            if exchange.isUnanswered { try await begin(exchange) }
            try await exchange.send(rest)
        }
    }

    private static func begin(_ exchange: Exchange) async throws {
        try await exchange.begin(
            200,
            ["content-type": "application/x-\(program)-result", "cache-control": "no-cache"]
        )
    }

    private func failure(_ error: String) -> any Error {
        SSHFailure(said: error, connection.address, connection.place.audience)
            ?? Refusal.git(
                502,
                "\(connection.address.host) did not answer as a git server does: \(GitFailure(error).reason)"
            )
    }
}

/// Takes the list of references off the beginning of what a host says.
struct ReferenceList {
    private var reader = PacketReader()
    private var seen = 0
    private var isOver = false

    /// What follows the list in these bytes; nil while it is not over.
    ///
    /// - Throws: ``Refusal`` 502 for what is no such list, or one that does not end.
    mutating func pass(_ bytes: ByteBuffer) throws -> ByteBuffer? {
        if isOver { return bytes }
        seen += bytes.readableBytes
        guard seen <= SSHPush.listLimit else {
            throw Refusal.git(502, "the repository's host has a list of references that is too long")
        }
        reader.append(bytes)
        do {
            while let packet = try reader.next() {
                guard packet == .flush else { continue }
                isOver = true
                return reader.unread
            }
        } catch is Refusal {
            throw Refusal.git(502, "the repository's host did not answer as a git server does")
        }
        return nil
    }
}
