internal import Testing

@testable internal import OutpostGateway

@Suite("Classes of addresses")
struct AddressClassTests {
    @Test(
        "every network has its class, in whatever form its address comes",
        arguments: [
            ("8.8.8.8", AddressClass.global), ("1.1.1.1", .global), ("172.15.255.255", .global),
            ("172.32.0.0", .global),
            ("100.63.255.255", .global), ("100.128.0.0", .global), ("2606:4700::1111", .global),
            ("127.0.0.1", .loopback), ("127.255.255.255", .loopback), ("::1", .loopback),
            ("::ffff:127.0.0.1", .loopback),
            ("10.0.0.0", .private), ("10.255.255.255", .private), ("172.16.0.1", .private),
            ("172.31.255.255", .private),
            ("192.168.1.1", .private), ("fc00::1", .private), ("fdff::1", .private), ("fec0::1", .private),
            ("::ffff:10.0.0.1", .private), ("64:ff9b::10.0.0.1", .private), ("64:ff9b::a00:1", .private),
            ("2002:0a00:0001::1", .private), ("::10.0.0.1", .private), ("100.64.0.0", .shared),
            ("100.127.255.255", .shared),
            ("169.254.169.254", .linkLocal), ("169.254.0.1", .linkLocal), ("fe80::1", .linkLocal),
            ("fe80::1%eth0", .linkLocal), ("::ffff:169.254.169.254", .linkLocal), ("64:ff9b::a9fe:a9fe", .linkLocal),
            ("224.0.0.1", .multicast), ("239.255.255.255", .multicast), ("ff02::1", .multicast),
            ("0.0.0.0", .unspecified), ("0.1.2.3", .unspecified), ("::", .unspecified),
            ("::ffff:0.0.0.0", .unspecified),
            ("255.255.255.255", .reserved), ("240.0.0.1", .reserved), ("192.0.2.1", .reserved),
            ("198.18.0.1", .reserved),
            ("2001:db8::1", .reserved), ("2001::1", .reserved), ("64:ff9b:1::1", .reserved), ("100::1", .reserved),
            ("::ffff:8.8.8.8", .global), ("64:ff9b::8.8.8.8", .global),
        ]
    )
    func classes(text: String, expected: AddressClass) throws {
        let address = try #require(IPAddress(text))
        #expect(AddressClass(address) == expected)
    }

    @Test("an operator can open private networks and nothing else")
    func allowable() {
        let open: [AddressClass] = [.loopback, .private, .shared]
        #expect(open.allSatisfy { $0.canBeAllowed })
        let closed: [AddressClass] = [.linkLocal, .multicast, .unspecified, .reserved]
        #expect(!closed.contains { $0.canBeAllowed })
    }

    @Test(
        "text that is no address is not taken for one",
        arguments: [
            "", "localhost", "1.2.3", "1.2.3.4.5", "256.1.1.1", "01.2.3.4", "0x7f.0.0.1", "2130706433", "1.2.3.-4",
            "1.2.3.+4",
            ":", ":::", "1::2::3", "12345::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "::1.2.3", "g::",
            "1:2:3:4:5:6:7::8:9",
        ]
    )
    func malformed(text: String) {
        #expect(IPAddress(text) == nil)
    }
}
