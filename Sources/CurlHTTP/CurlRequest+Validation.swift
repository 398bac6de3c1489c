extension CurlRequest {
    /// Refuses what would change the shape of the request on the wire, and deadlines that have passed.
    func validate() throws(CurlError) {
        guard Self.isToken(method) else { throw .invalid("the method is no token") }
        guard url.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
            throw .invalid("the URL holds spaces or control characters")
        }
        for field in headers {
            guard Self.isToken(field.name) else { throw .invalid("a header name is no token") }
            guard Self.isFieldValue(field.value) else { throw .invalid("the value of \(field.name) has line ends") }
        }
        if let address, !address.utf8.allSatisfy(Self.isAddressByte) { throw .invalid("the address is none") }
        if case .stream(let length?, _) = body, length < 0 { throw .invalid("the body's length is negative") }
        for path in [unixSocketPath, tls.caFile, tls.clientCertificate, tls.clientKey] {
            guard path?.utf8.contains(0) != true else { throw .invalid("a path holds a NUL") }
        }
        if let deadline, deadline <= .zero { throw .deadlineExceeded }
    }

    private static func isAddressByte(_ byte: UInt8) -> Bool {
        [UInt8(ascii: "."), UInt8(ascii: ":")].contains(byte) || Character(UnicodeScalar(byte)).isHexDigit
    }

    private static func isToken(_ text: String) -> Bool {
        let marks = Array("!#$%&'*+-.^_`|~".utf8)
        return !text.isEmpty
            && text.utf8.allSatisfy { byte in
                let isDigit = (0x30...0x39).contains(byte)
                return isDigit || (0x61...0x7A).contains(byte | 0x20) || marks.contains(byte)
            }
    }

    private static func isFieldValue(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 != 0 && $0 != 0x0A && $0 != 0x0D }
    }
}
