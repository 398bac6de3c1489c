internal import NIOHTTP1

/// What a request line asks for.
enum RequestTarget: Sendable, Hashable {
    /// The usual form: a path, still encoded, and a query without its question mark.
    case path(String, query: String?)
    /// `CONNECT host:port`.
    case authority(String)
    /// Plain proxying: `GET http://host/…`.
    case absolute(String)
    /// Anything else, `*` for one.
    case other

    init(_ head: HTTPRequestHead) {
        if head.method == .CONNECT {
            self = .authority(head.uri)
        } else if head.uri.hasPrefix("/") {
            let (path, query) = Self.split(head.uri)
            self = .path(path, query: query)
        } else if head.uri.contains("://") {
            self = .absolute(head.uri)
        } else {
            self = .other
        }
    }

    /// The value of a query parameter, decoded.
    func parameter(_ name: String) -> String? {
        guard case .path(_, let query?) = self else { return nil }
        for pair in query.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if PercentEncoding.decode(parts[0]) == name {
                return parts.count > 1 ? PercentEncoding.decode(parts[1]) : ""
            }
        }
        return nil
    }

    private static func split(_ uri: String) -> (String, String?) {
        guard let mark = uri.firstIndex(of: "?") else { return (uri, nil) }
        return (String(uri[..<mark]), String(uri[uri.index(after: mark)...]))
    }
}

/// Percent-encoding as URLs have it.
enum PercentEncoding {
    /// Decodes every well-formed `%XX` and keeps the rest; broken UTF-8 is repaired.
    static func decode(_ text: some StringProtocol) -> String {
        var result: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2, let value = hex(rest.prefix(2)) {
                result.append(value)
                rest = rest.dropFirst(2)
            } else {
                result.append(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func hex(_ digits: ArraySlice<UInt8>) -> UInt8? {
        guard digits.allSatisfy({ Character(UnicodeScalar($0)).isHexDigit }) else { return nil }
        return UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
    }
}
