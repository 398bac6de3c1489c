/// Tells names of this machine's own loopback interface from all others.
package enum LoopbackHost {
    /// Whether only this machine reaches the host (a name or an address, an IPv6 one with or without brackets); a name
    /// that merely begins like one may lead anywhere.
    package static func contains(_ host: String) -> Bool {
        if ["localhost", "::1", "[::1]"].contains(host) { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127"
            && parts.allSatisfy { $0.utf8.allSatisfy { (0x30...0x39).contains($0) } && UInt8($0) != nil }
    }
}
