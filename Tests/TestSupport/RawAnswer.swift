/// What a raw server does with one request, byte by byte.
package struct RawAnswer: Sendable {
    /// One thing that the server does.
    package enum Step: Sendable {
        /// Writes bytes, waiting while the client does not read.
        case send([UInt8])
        /// Waits for the test.
        case wait(Gate)
        /// Reads the rest of the request's body, for a server that answers early.
        case readBody
        /// Echoes bytes as they come until the client closes, as after an upgrade.
        case echo
        /// Closes the connection.
        case close
    }

    /// The steps in order; after the last, the server reads the next request on the connection.
    package var steps: [Step]

    /// Makes an answer from steps.
    package init(_ steps: [Step]) {
        self.steps = steps
    }

    /// Never answers, and keeps the connection.
    package static var hang: RawAnswer { RawAnswer([]) }

    /// Closes without a byte.
    package static var close: RawAnswer { RawAnswer([.close]) }

    /// Writes text as it is, and keeps the connection.
    package static func raw(_ text: String) -> RawAnswer {
        RawAnswer([.send(Array(text.utf8))])
    }

    /// Writes text as it is, then closes.
    package static func cut(_ text: String) -> RawAnswer {
        RawAnswer([.send(Array(text.utf8)), .close])
    }

    /// A well-formed answer with a `Content-Length`.
    package static func response(
        _ status: Int = 200,
        headers: [(String, String)] = [],
        body: [UInt8] = []
    ) -> RawAnswer {
        var head = "HTTP/1.1 \(status) Status\r\n"
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        if status != 204, status != 304 { head += "Content-Length: \(body.count)\r\n" }
        return RawAnswer([.send(Array((head + "\r\n").utf8) + body)])
    }

    /// A well-formed JSON answer.
    package static func json(_ text: String, status: Int = 200) -> RawAnswer {
        response(status, headers: [("Content-Type", "application/json")], body: Array(text.utf8))
    }

    /// A well-formed chunked answer, one chunk for each part.
    package static func chunked(
        _ status: Int = 200,
        headers: [(String, String)] = [],
        parts: [[UInt8]]
    ) -> RawAnswer {
        var head = "HTTP/1.1 \(status) Status\r\n"
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        var steps = [Step.send(Array((head + "Transfer-Encoding: chunked\r\n\r\n").utf8))]
        for part in parts { steps.append(.send(chunk(part))) }
        return RawAnswer(steps + [.send(Array("0\r\n\r\n".utf8))])
    }

    /// One chunk of a chunked body.
    package static func chunk(_ bytes: [UInt8]) -> [UInt8] {
        Array("\(String(bytes.count, radix: 16))\r\n".utf8) + bytes + Array("\r\n".utf8)
    }
}
