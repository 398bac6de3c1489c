/// Says what of the host is not ours to give.
package protocol HostUsage: Sendable {
    /// What others hold at this moment.
    ///
    /// - Parameter instance: ours: its containers are left out.
    /// - Returns: the sum over running containers.
    /// - Throws: ``ContainerError``.
    func load(besides instance: InstanceID) async throws -> HostLoad
}

/// What others hold of a host.
package struct HostLoad: Sendable, Hashable {
    /// MiB that running containers of others may take: the sum of their limits.
    ///
    /// One without a limit counts nothing here; what it really uses is missing from ``availableMiB``.
    package let othersMiB: Int
    /// MiB that the host could still give to processes; nil where the host cannot be asked.
    package let availableMiB: Int?
    /// CPU units that running containers of others may take: the sum of their limits, as above.
    package let othersCPUUnits: Int
    /// MiB that are free on the file system of the data directory; nil where it cannot be asked.
    package let freeDiskMiB: Int?

    /// Nothing is taken.
    package static let none = HostLoad(othersMiB: 0, availableMiB: nil)

    package init(othersMiB: Int, availableMiB: Int?, othersCPUUnits: Int = 0, freeDiskMiB: Int? = nil) {
        self.othersMiB = othersMiB
        self.availableMiB = availableMiB
        self.othersCPUUnits = othersCPUUnits
        self.freeDiskMiB = freeDiskMiB
    }

    /// Of the MiB that dispatches may hold together, those that they may hold beside the others.
    ///
    /// All reservations together have to fit in what is available now: what running dispatches already use of theirs
    /// counts twice, because it is not known, and agents that wait for their models use little.
    package func remaining(of capacityMiB: Int) -> Int {
        max(0, min(capacityMiB - othersMiB, availableMiB ?? .max))
    }

    /// Of the CPU units that dispatches may hold together, those that they may hold beside the others.
    package func remainingCPU(of capacity: Int) -> Int { max(0, capacity - othersCPUUnits) }

    /// Whether the disk has less than it needs for more to be started; one that cannot be asked has enough.
    package func isDiskShort(of neededMiB: Int) -> Bool { freeDiskMiB.map { $0 < neededMiB } ?? false }
}
