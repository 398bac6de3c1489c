/// What kind of network an address belongs to, as far as it matters for letting a container reach it.
enum AddressClass: Sendable, Hashable {
    /// The Internet.
    case global
    /// This host.
    case loopback
    /// RFC 1918, unique local, site local.
    case `private`
    /// Carrier-grade NAT, 100.64.0.0/10.
    case shared
    /// One wire only; cloud metadata services are here.
    case linkLocal
    /// Many hosts.
    case multicast
    /// No host: 0.0.0.0/8 and `::`. Connecting there reaches this host.
    case unspecified
    /// Set apart for documentation, tests, transition or the future.
    case reserved

    /// True for networks that an operator may open; the others stay closed.
    var canBeAllowed: Bool {
        switch self {
        case .loopback, .private, .shared: true
        case .global, .linkLocal, .multicast, .unspecified, .reserved: false
        }
    }

    init(_ address: IPAddress) {
        self = address.bytes.count == 4 ? Self.version4(address.bytes) : Self.version6(address.bytes)
    }

    private static func version4(_ bytes: [UInt8]) -> AddressClass {
        switch (bytes[0], bytes[1], bytes[2]) {
        case (0, _, _): .unspecified
        case (127, _, _): .loopback
        case (10, _, _), (172, 16...31, _), (192, 168, _): .private
        case (100, 64...127, _): .shared
        case (169, 254, _): .linkLocal
        case (224...239, _, _): .multicast
        case (240..., _, _), (192, 0, 0), (192, 0, 2), (198, 18...19, _), (198, 51, 100), (203, 0, 113), (192, 88, 99):
            .reserved
        default: .global
        }
    }

    private static func version6(_ bytes: [UInt8]) -> AddressClass {
        func starts(_ prefix: UInt8...) -> Bool { bytes.starts(with: prefix) }
        let lastFour = IPAddress(bytes: Array(bytes.suffix(4)))
        if bytes.dropLast().allSatisfy({ $0 == 0 }) {
            return bytes[15] == 0 ? .unspecified : bytes[15] == 1 ? .loopback : .reserved
        }
        // IPv4 in other clothes (mapped, compatible, NAT64, 6to4) is what the IPv4 address is.
        let zeros = bytes.prefix(10).allSatisfy { $0 == 0 }
        if zeros, bytes[10] == bytes[11], bytes[10] == 0xff || bytes[10] == 0 { return AddressClass(lastFour) }
        if bytes.prefix(12) == [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0] { return AddressClass(lastFour) }
        if starts(0x00, 0x64, 0xff, 0x9b) { return .reserved }
        if starts(0x20, 0x02) { return AddressClass(IPAddress(bytes: Array(bytes[2..<6]))) }
        if starts(0xff) { return .multicast }
        if bytes[0] == 0xfe {
            return bytes[1] & 0xc0 == 0x80 ? .linkLocal : bytes[1] & 0xc0 == 0xc0 ? .private : .reserved
        }
        if bytes[0] & 0xfe == 0xfc { return .private }
        if starts(0x20, 0x01, 0x0d, 0xb8) || starts(0x20, 0x01, 0x00) || starts(0x01, 0x00) { return .reserved }
        return bytes[0] & 0xe0 == 0x20 ? .global : .reserved
    }
}
