/// A request as a raw server received it.
package struct RawRequest: Sendable, Equatable {
    /// One header field, in the sender's spelling and order.
    package struct Field: Sendable, Equatable {
        /// The name.
        package let name: String
        /// The value, without the white space around it.
        package let value: String

        /// Makes a field.
        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The ordinal of the connection, from 0 in the order of acceptance.
    package let connection: Int
    /// The ordinal of the request on its connection, from 0.
    package let index: Int
    /// The method.
    package let method: String
    /// The request target as sent: path and query.
    package let target: String
    /// The header fields.
    package let headers: [Field]
    /// The body with any chunked encoding undone; empty until `isComplete`.
    package var body: [UInt8] = []
    /// Whether the whole body has arrived.
    package var isComplete = false

    /// The first value of a header field, whatever the case of its name.
    package subscript(header: String) -> String? {
        headers.first { $0.name.lowercased() == header.lowercased() }?.value
    }

    /// The target without its query.
    package var path: String { String(target.prefix { $0 != "?" }) }

    /// The target's query, without the question mark; nil if it has none.
    package var query: String? {
        target.firstIndex(of: "?").map { String(target[target.index(after: $0)...]) }
    }

    /// The body as UTF-8.
    package var text: String { String(decoding: body, as: UTF8.self) }
}

extension RawRequest {
    /// Parses a head, without its empty line; nil if it is no request.
    init?(head: String, connection: Int, index: Int) {
        let lines = head.split(separator: "\r\n", omittingEmptySubsequences: false)
        let words = lines[0].split(separator: " ")
        guard words.count == 3 else { return nil }
        self.connection = connection
        self.index = index
        method = String(words[0])
        target = String(words[1])
        headers = lines.dropFirst().compactMap { line in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            return Field(String(line[..<colon]), String(value))
        }
    }
}
