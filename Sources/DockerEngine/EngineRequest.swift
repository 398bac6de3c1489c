/// One call, before the endpoint and the API version are known.
struct EngineRequest: Sendable {
    var method: String
    /// Path after the version, beginning with `/`, already escaped.
    var path: String
    var query: [(name: String, value: String)] = []
    var headers: [(name: String, value: String)] = []
    var body: EngineBody?
    /// Limit of the whole exchange; nil for calls that wait for something to happen.
    var deadline: Duration?
    /// Without a version, as only ping is sent.
    var isUnversioned = false

    /// The call in messages; query and body stay out because they may be long or private.
    var summary: String { "\(method) \(path)" }

    /// Whether its body is still there after it was sent.
    var canBeSentAgain: Bool {
        if case .stream = body { false } else { true }
    }

    /// Sets a JSON body.
    mutating func setJSON(_ value: some Encodable) throws(DockerError) {
        body = .bytes(try DockerClient.encode(value))
        headers.append(("Content-Type", "application/json"))
    }

    /// Path and query as they are sent.
    var target: String {
        guard !query.isEmpty else { return path }
        let pairs = query.map { "\(PercentEncoding.query($0.name))=\(PercentEncoding.query($0.value))" }
        return "\(path)?\(pairs.joined(separator: "&"))"
    }
}

/// The bytes that a call sends: a tar, in most cases.
package enum EngineBody: Sendable {
    /// Bytes in memory.
    case bytes([UInt8])
    /// A stream; `length` in bytes, or nil where it is not known.
    case stream(length: Int?, AsyncThrowingStream<[UInt8], any Error>)
}

enum PercentEncoding {
    /// Escapes everything but RFC 3986's unreserved characters.
    static func query(_ text: String) -> String {
        escape(text, keeping: [])
    }

    /// Escapes a path, keeping the separators that image references consist of.
    static func path(_ text: String) -> String {
        escape(text, keeping: [UInt8(ascii: "/"), UInt8(ascii: ":"), UInt8(ascii: "@")])
    }

    private static func escape(_ text: String, keeping kept: Set<UInt8>) -> String {
        var escaped: [UInt8] = []
        escaped.reserveCapacity(text.utf8.count)
        let digits = Array("0123456789ABCDEF".utf8)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                escaped.append(byte)
            case _ where kept.contains(byte): escaped.append(byte)
            default: escaped += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: escaped, as: UTF8.self)
    }
}
