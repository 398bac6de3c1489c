internal import DockerEngine

/// The part of ``ContainerAudit`` that concerns files: engines tell what they mounted in different places and words.
enum MountAudit {
    /// Options of a tmpfs that Podman adds.
    private static let harmless: Set<Substring> = ["rprivate", "tmpcopyup"]

    /// Whether every tmpfs has the options that were asked for and no others that matter.
    static func isSame(_ asked: [String: String], _ got: [String: String]) -> Bool {
        asked.keys == got.keys
            && asked.allSatisfy { path, options in
                let wanted = Set(options.split(separator: ","))
                let given = Set((got[path] ?? "").split(separator: ","))
                return given.isSuperset(of: wanted) && given.subtracting(wanted).isSubset(of: harmless)
            }
    }

    /// Whether the mounts as made are those asked for, and the mounts as noted too, where the engine notes them.
    static func isSame(_ asked: [Mount], _ got: ContainerInspect) -> Bool {
        let targets = Set(asked.map(\.target))
        let made = got.mounts.filter { targets.contains($0.destination) }
        let noted = got.hostConfig.mounts ?? []
        return made.count == asked.count
            && asked.allSatisfy { mount in made.contains { isSame(mount, $0) } }
            && (noted.isEmpty || noted.count == asked.count)
            && noted.allSatisfy { mount in asked.contains { isSame($0, mount) } }
    }

    /// Whether each bind, as `source:target:options`, is a mount that was asked for; Podman notes mounts so.
    static func areAsked(binds: [String], _ asked: [Mount]) -> Bool {
        binds.allSatisfy { bind in
            asked.contains { mount in
                let prefix = "\(mount.source ?? ""):\(mount.target):"
                guard mount.kind == .bind || mount.kind == .volume, bind.hasPrefix(prefix) else { return false }
                return mount.readOnly != true || bind.dropFirst(prefix.count).split(separator: ",").contains("ro")
            }
        }
    }

    private static func isSame(_ asked: Mount, _ got: MountPoint) -> Bool {
        // A volume's source is its place on the host.
        let source = asked.kind == .volume ? got.name : got.source
        return got.kind == asked.kind.rawValue && source == asked.source && got.destination == asked.target
            && got.isWritable == (asked.readOnly != true)
    }

    private static func isSame(_ asked: Mount, _ got: Mount) -> Bool {
        got.kind == asked.kind && got.source == asked.source && got.target == asked.target
            && (got.readOnly ?? false) == (asked.readOnly ?? false)
    }
}
