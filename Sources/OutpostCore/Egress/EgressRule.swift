/// One host and port that a container may reach, or asked for, besides its model and its repository.
package struct EgressRule: Sendable, Hashable, CustomStringConvertible {
    /// A host name in lower case without a trailing dot, or an IP address without brackets; compared exactly.
    package let host: String
    /// The port, 1 to 65535.
    package let port: Int

    package init(host: String, port: Int) {
        self.host = host.lowercased()
        self.port = port
    }

    /// Reads `host:port`; nil when either part is missing or out of range.
    ///
    /// International names come in their ASCII form (`xn--…`); what is not ASCII is refused.
    package init?(_ text: String) {
        guard let (name, port) = Self.split(text) else { return nil }
        var host = name
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = String(host.dropFirst().dropLast())
            guard host.contains(":") else { return nil }
        } else if host.hasSuffix("."), host.utf8.count > 1 {
            host.removeLast()
        }
        guard Self.isHost(host) else { return nil }
        self.init(host: host, port: port)
    }

    /// Whether the host is an address rather than a name, in any form that a resolver takes for one.
    package var isLiteral: Bool {
        if host.contains(":") { return true }
        guard let last = host.split(separator: ".").last else { return false }
        return last.utf8.allSatisfy { (0x30...0x39).contains($0) } || last.hasPrefix("0x")
    }

    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    static func split(_ text: String) -> (host: String, port: Int)? {
        guard let colon = text.lastIndex(of: ":") else { return nil }
        let digits = text[text.index(after: colon)...]
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = UInt16(digits), port > 0 else {
            return nil
        }
        return (String(text[..<colon]), Int(port))
    }

    /// At most 253 bytes: labels of letters, digits, `-` and `_` that do not begin like an option; or an IPv6 address.
    static func isHost(_ host: String) -> Bool {
        guard (1...253).contains(host.utf8.count), host.utf8.allSatisfy(isHostByte) else { return false }
        if host.contains(":") {
            return host.utf8.count { $0 == 0x3a } > 1
                && host.utf8.allSatisfy { $0 == 0x2e || $0 == 0x3a || Character(UnicodeScalar($0)).isHexDigit }
        }
        return host.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
            (1...63).contains(label.utf8.count) && !label.hasPrefix("-")
        }
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"),
            UInt8(ascii: ":"):
            true
        default: false
        }
    }
}
