internal import OutpostCore
internal import Testing

@Suite("The host's load")
struct HostLoadTests {
    @Test(
        "leaves what others may not take and the host still has",
        arguments: [
            (HostLoad.none, 1000), (HostLoad(othersMiB: 300, availableMiB: nil), 700),
            (HostLoad(othersMiB: 300, availableMiB: 2000), 700), (HostLoad(othersMiB: 300, availableMiB: 500), 500),
            (HostLoad(othersMiB: 1300, availableMiB: 500), 0),
        ]
    )
    func remaining(load: HostLoad, remaining: Int) {
        #expect(load.remaining(of: 1000) == remaining)
    }
}
