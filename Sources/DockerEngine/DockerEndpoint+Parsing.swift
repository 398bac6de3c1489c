extension DockerEndpoint {
    /// Reads an address in the form of `DOCKER_HOST`: `unix:///path`, `tcp://host[:port]` or an absolute path.
    ///
    /// The port of `tcp` is 2376 with TLS and 2375 without it, as in the docker command.
    ///
    /// - Parameters:
    ///   - text: the address.
    ///   - tls: the files for `tcp`; `https://` implies TLS even without them.
    /// - Throws: `DockerError.unsupported` for `ssh://` and other transports, `.invalid` for anything malformed.
    package init(parsing text: String, tls: DockerTLS? = nil) throws(DockerError) {
        if text.hasPrefix("/") {
            self = try Self.unixSocket(text)
            return
        }
        guard let scheme = text.firstRange(of: "://") else {
            throw .invalid("\"\(text)\" is not a Docker address; write unix:///path or tcp://host:port")
        }
        let rest = String(text[scheme.upperBound...])
        switch text[..<scheme.lowerBound] {
        case "unix": self = try Self.unixSocket(rest)
        case "tcp", "http": self = try Self.port(rest, tls: tls)
        case "https": self = try Self.port(rest, tls: tls ?? DockerTLS())
        case "ssh":
            throw .unsupported(
                "\(text): engines over ssh are not supported; forward the socket "
                    + "(ssh -nNT -L /path/docker.sock:/var/run/docker.sock host) and use unix:///path/docker.sock"
            )
        case let other: throw .unsupported("\(text): the transport \"\(other)\" is not supported; use unix or tcp")
        }
    }

    private static func unixSocket(_ path: String) throws(DockerError) -> DockerEndpoint {
        guard path.hasPrefix("/") else { throw .invalid("unix://\(path): the path of a socket must be absolute") }
        guard path.utf8.count <= 107 else {
            throw .invalid("unix://\(path): the path of a socket may have at most 107 bytes")
        }
        return .unix(path: path)
    }

    private static func port(_ text: String, tls: DockerTLS?) throws(DockerError) -> DockerEndpoint {
        let authority = text.hasSuffix("/") ? String(text.dropLast()) : text
        guard let (host, port) = split(authority, defaultPort: tls == nil ? 2375 : 2376) else {
            throw .invalid("tcp://\(text): write tcp://host:port")
        }
        return .tcp(host: host, port: port, tls: tls)
    }

    private static func split(_ authority: String, defaultPort: Int) -> (host: String, port: Int)? {
        var host = authority
        var port = defaultPort
        let bracket = authority.lastIndex(of: "]")
        if let colon = authority.lastIndex(of: ":"), bracket.map({ $0 < colon }) ?? true {
            guard let number = Int(authority[authority.index(after: colon)...]) else { return nil }
            host = String(authority[..<colon])
            port = number
        }
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = String(host.dropFirst().dropLast())
        } else if host.contains(":") {
            return nil
        }
        let isPlain = host.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"),
                UInt8(ascii: ":"), UInt8(ascii: "%"):
                true
            default: false
            }
        }
        guard !host.isEmpty, isPlain, (1...65_535).contains(port) else { return nil }
        return (host, port)
    }
}
