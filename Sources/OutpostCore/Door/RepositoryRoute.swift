/// The one repository behind a door's `/git/repo.git` route.
package enum RepositoryRoute: Sendable, Hashable {
    /// A bare repository on this host, served by `git http-backend`; for fetching only.
    case local(path: String)
    /// A smart-HTTP repository elsewhere: `https://host/owner/name.git` without a trailing slash or credentials.
    case remote(url: String, access: RepositoryAccess = RepositoryAccess())
}

/// One host that a container may reach through its door besides its model and its repository.
package struct EgressRule: Sendable, Hashable, CustomStringConvertible {
    /// A host name in lower case, or an IP address; compared exactly, there are no wildcards.
    package let host: String
    /// The port, 1 to 65535.
    package let port: Int

    package init(host: String, port: Int) {
        self.host = host.lowercased()
        self.port = port
    }

    /// Reads `host:port`; nil when either part is missing or out of range.
    package init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]), port > 0,
            text[text.index(after: colon)] != "+"
        else { return nil }
        var host = String(text[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        guard !host.isEmpty, host.utf8.allSatisfy(Self.isHostByte) else { return nil }
        self.init(host: host, port: Int(port))
    }

    /// Letters, digits and what stands between them in host names and in addresses.
    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"),
            UInt8(ascii: ":"):
            true
        default: false
        }
    }

    package var description: String { "\(host):\(port)" }
}
