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

    /// Nothing is taken.
    package static let none = HostLoad(othersMiB: 0, availableMiB: nil)

    package init(othersMiB: Int, availableMiB: Int?) {
        self.othersMiB = othersMiB
        self.availableMiB = availableMiB
    }

    /// Of the MiB that dispatches may hold together, those that they may hold beside the others.
    ///
    /// All reservations together have to fit in what is available now: what running dispatches already use of theirs
    /// counts twice, because it is not known, and agents that wait for their models use little.
    package func remaining(of capacityMiB: Int) -> Int {
        max(0, min(capacityMiB - othersMiB, availableMiB ?? .max))
    }
}
