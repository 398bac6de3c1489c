/// A model's size class; it decides what the container gets.
package enum Tier: String, Sendable, Hashable, CaseIterable, Codable {
    case flagship, balanced, fast

    /// CPU and memory of a dispatch at this tier: 2, 1 and 0.5 cores with 4, 2 and 1 GiB, as Outpost v2 gave them.
    package var resources: Resources {
        switch self {
        case .flagship: Resources(cpuUnits: 2048, memoryMiB: 4096)
        case .balanced: Resources(cpuUnits: 1024, memoryMiB: 2048)
        case .fast: Resources(cpuUnits: 512, memoryMiB: 1024)
        }
    }
}

/// What one container may use.
package struct Resources: Sendable, Hashable, Codable {
    /// 1024 units are one core.
    package var cpuUnits: Int
    /// Memory in MiB, tmpfs included; swap is off.
    package var memoryMiB: Int
    /// Processes and threads.
    package var pids: Int

    package init(cpuUnits: Int, memoryMiB: Int, pids: Int = 512) {
        self.cpuUnits = cpuUnits
        self.memoryMiB = memoryMiB
        self.pids = pids
    }
}
