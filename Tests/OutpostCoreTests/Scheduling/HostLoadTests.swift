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

    @Test("leaves the CPU units that others may not take", arguments: [(0, 1000), (300, 700), (1300, 0)])
    func remainingCPU(others: Int, remaining: Int) {
        let load = HostLoad(othersMiB: 0, availableMiB: nil, othersCPUUnits: others)
        #expect(load.remainingCPU(of: 1000) == remaining)
    }

    @Test(
        "has a short disk below what is needed, not where it is not known",
        arguments: [(99, true), (100, false), (nil, false)]
    )
    func disk(free: Int?, isShort: Bool) {
        let load = HostLoad(othersMiB: 0, availableMiB: nil, freeDiskMiB: free)
        #expect(load.isDiskShort(of: 100) == isShort)
    }
}
