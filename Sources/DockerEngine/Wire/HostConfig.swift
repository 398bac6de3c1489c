/// The half of a container's configuration that concerns the host: isolation, limits, mounts.
///
/// The same type is sent to create and read from inspect, because an engine ignores fields that it does not know without
/// a word: compare the two before starting.
package struct HostConfig: Codable, Sendable, Hashable {
    /// Runs an init as process 1, which forwards signals and reaps; without it `stop` takes its whole grace.
    package var usesInit: Bool?
    /// Mounts the root file system read-only.
    package var readonlyRootfs: Bool?
    /// Capabilities to drop; `["ALL"]`.
    package var capDrop: [String]?
    /// Capabilities to add.
    package var capAdd: [String]?
    /// Options such as `no-new-privileges:true`; absent means the default seccomp profile.
    package var securityOpt: [String]?
    /// Never set to true by us; read from inspect to prove it.
    package var privileged: Bool?
    /// Tmpfs mounts, path to options; their pages count against `memory`.
    package var tmpfs: [String: String]?
    /// Mounts; unlike `Binds` they refuse a missing host directory instead of creating it as root.
    package var mounts: [Mount]?
    /// Binds in `host:container:options` form; only read, to prove that there are none.
    package var binds: [String]?
    /// Size of /dev/shm in bytes.
    package var shmSize: Int64?
    /// Most processes and threads.
    package var pidsLimit: Int64?
    /// Memory in bytes; at least 6 MiB.
    package var memory: Int64?
    /// Memory plus swap in bytes; equal to `memory` means no swap, absent means twice the memory.
    package var memorySwap: Int64?
    /// CPUs in units of 10⁻⁹; more than the host has is refused.
    package var nanoCPUs: Int64?
    /// Microseconds of CPU in each period, the older way to say `nanoCPUs`; only read.
    package var cpuQuota: Int64?
    /// Microseconds of that period, where 0 and absent mean 100,000; only read.
    package var cpuPeriod: Int64?
    /// Relative weight, default 1024.
    package var cpuShares: Int64?
    /// From -1000 to 1000; higher dies first.
    package var oomScoreAdj: Int?
    /// Resource limits; avoid `nproc`, which counts all containers of the same user id.
    package var ulimits: [Ulimit]?
    /// `private` gives /dev/shm and System V objects of its own.
    package var ipcMode: String?
    /// `private` or `host`.
    package var cgroupnsMode: String?
    /// `host` or a container's; empty means its own.
    package var pidMode: String?
    /// `none`, `host`, `bridge` or the name of a network.
    package var networkMode: String?
    /// What happens at exit; `no` here.
    package var restartPolicy: RestartPolicy?
    /// True loses exit code and logs; never set by us.
    package var autoRemove: Bool?
    /// Where the engine keeps the output.
    package var logConfig: LogConfig?
    /// OCI runtime by the name of `info`, such as `runc` or `runsc`.
    package var runtime: String?
    /// Entries `name:address` for /etc/hosts.
    package var extraHosts: [String]?
    /// `host` leaves a daemon-wide user namespace.
    package var usernsMode: String?
    /// Devices of the host.
    package var devices: [DeviceMapping]?

    /// Creates a configuration that leaves everything to the engine.
    package init() {}

    enum CodingKeys: String, CodingKey {
        case usesInit = "Init"
        case readonlyRootfs = "ReadonlyRootfs"
        case capDrop = "CapDrop"
        case capAdd = "CapAdd"
        case securityOpt = "SecurityOpt"
        case privileged = "Privileged"
        case tmpfs = "Tmpfs"
        case mounts = "Mounts"
        case binds = "Binds"
        case shmSize = "ShmSize"
        case pidsLimit = "PidsLimit"
        case memory = "Memory"
        case memorySwap = "MemorySwap"
        case nanoCPUs = "NanoCpus"
        case cpuQuota = "CpuQuota"
        case cpuPeriod = "CpuPeriod"
        case cpuShares = "CpuShares"
        case oomScoreAdj = "OomScoreAdj"
        case ulimits = "Ulimits"
        case ipcMode = "IpcMode"
        case cgroupnsMode = "CgroupnsMode"
        case pidMode = "PidMode"
        case networkMode = "NetworkMode"
        case restartPolicy = "RestartPolicy"
        case autoRemove = "AutoRemove"
        case logConfig = "LogConfig"
        case runtime = "Runtime"
        case extraHosts = "ExtraHosts"
        case usernsMode = "UsernsMode"
        case devices = "Devices"
    }
}
