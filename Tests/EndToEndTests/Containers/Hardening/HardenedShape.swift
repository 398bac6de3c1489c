internal import DockerEngine
internal import Foundation
internal import Testing

/// What an agent's container must report of itself.
enum HardenedShape {
    /// Checks the facts of `ShapeProbe` in the tier `fast`.
    static func check(_ facts: Facts, of engine: EngineInfo) {
        checkMounts(facts.group("mount "), mayWrite: facts.group("may write "))
        checkNamespaces(facts, of: engine)
        #expect(facts["ids"] == "1000 1000 1000 1000 1000 1000")
        #expect(["", "1000"].contains(facts["groups"]))
        #expect(facts["limit nofile"] == "4096 4096")
        #expect(facts["limit core"] == "0 0")
        #expect(facts["oom_score_adj"] == "500")
        #expect(facts["foreign"] == "0")
        #expect(facts["abstract sockets"] == "0")
        #expect(facts["secrets in process 1"] == "0")
        // The relay of the door alone, on loopback.
        #expect(facts["listening"] == "1")
        let processes = Set((facts["processes"] ?? "").split(separator: " ").map(String.init))
        let own: Set = [
            "docker-init", "tini", "catatonit", "podman-init", "entrypoint", "bash", "run", "python3", "socat", "curl",
            "tee",
            "sleep",
        ]
        #expect(processes.isSubset(of: own), "\(processes.subtracting(own))")
        let devices = Set((facts["devices"] ?? "").split(separator: " ").map(String.init))
        let harmless: Set = [
            "console", "core", "fd", "full", "mqueue", "null", "ptmx", "pts", "random", "shm", "stderr", "stdin",
            "stdout",
            "tty", "urandom", "zero",
        ]
        #expect(devices.isSubset(of: harmless), "\(devices.subtracting(harmless))")
    }

    private static func checkNamespaces(_ facts: Facts, of engine: EngineInfo) {
        for name in ["pid", "net", "ipc", "uts", "mnt"] + (engine.givesCgroupNamespaces ? ["cgroup"] : []) {
            let host = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/\(name)")
            #expect(host != nil)
            #expect(facts["namespace \(name)"] != host, "\(name)")
        }
    }

    /// Folders that can be written to, with what their mounts must forbid.
    private static let writable: [String: [String]] = [
        "/workspace": ["nosuid", "nodev"], "/home/outpost": ["nosuid", "nodev"], "/tmp": ["nosuid", "nodev"],
        "/run/job": ["nosuid", "nodev"], "/dev/shm": ["nosuid", "nodev", "noexec"],
        "/dev/mqueue": ["nosuid", "nodev", "noexec"], "/dev/pts": ["nosuid", "noexec"], "/dev": ["nosuid"],
        "/proc": ["nosuid", "nodev", "noexec"],
    ]

    /// What an engine mounts read-only or masks besides, in every container.
    private static let engines = [
        "/etc/resolv.conf", "/etc/hostname", "/etc/hosts", "/sbin/docker-init", "/usr/sbin/docker-init", "/dev/init",
        "/dev/console", "/sys", "/proc/", "/run/.containerenv", "/run/podman-init",
    ]

    /// Memory that Podman mounts where the root is read-only: nobody but root may write there.
    private static let podmans: Set = ["/run", "/var/tmp"]

    private static func checkMounts(_ mounts: [String: String], mayWrite: [String: String]) {
        #expect(mounts.count > writable.count)
        for (path, text) in mounts {
            let words = text.split(separator: " ")
            let options = words.count > 1 ? words[1].split(separator: ",").map(String.init) : []
            #expect(!words.contains { $0.hasPrefix("shared:") }, "\(path) is shared: \(text)")
            if let forbidden = writable[path] {
                for option in forbidden { #expect(options.contains(option), "\(path): \(text)") }
            } else if path.hasPrefix("/proc/") || path.hasPrefix("/sys/") {
                // An empty device or folder of memory stands for what is masked, and version 1 of cgroups has a
                // folder of memory for its controllers; nobody but root may write there.
                #expect(options.contains("ro") || words.first == "tmpfs", "\(path): \(text)")
            } else {
                let known =
                    ["/", "/run/outpost"].contains(path) || podmans.contains(path)
                    || engines.contains { path.hasPrefix($0) }
                #expect(known, "\(path): \(text)")
                #expect(mayWrite[path] == "False" || path == "/dev/console", "\(path): \(text)")
                let isReadOnly = options.contains("ro") || podmans.contains(path) && options.contains("nosuid")
                #expect(isReadOnly || path == "/dev/console", "\(path): \(text)")
            }
        }
        #expect(mounts["/run/outpost"]?.contains("ro") == true)
        for folder in writable.keys where folder.hasPrefix("/w") || folder.hasPrefix("/t") || folder.hasPrefix("/h") {
            #expect(mounts[folder]?.hasPrefix("tmpfs ") == true, "\(folder)")
        }
    }
}
