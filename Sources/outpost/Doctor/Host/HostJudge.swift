internal import DockerEngine
internal import Foundation
internal import OutpostCore
internal import OutpostDocker

/// Judges the machine by its facts.
struct HostJudge {
    let facts: HostFacts
    /// What the engine says of its machine; nil where none answers.
    let info: EngineInfo?
    /// Seconds that the engine's clock is ahead of ours.
    let skew: Double?
    /// MiB below which a server starts nothing; 0 minds no disk.
    let leastFreeMiB: Int

    /// Files that one dispatch may leave, with room for some.
    private static let fewFiles = 20_000
    private static let fewDescriptors = 1024
    /// Seconds; the engine's times and ours are compared.
    private static let largestSkew = 5.0
    /// No certificate of today holds before it.
    private static let past = Date(timeIntervalSince1970: 1_735_689_600)
    private static let future = Date(timeIntervalSince1970: 4_102_444_800)

    var findings: [PreflightFinding] {
        var findings = disk("disk", facts.data, "a server starts nothing below \(leastFreeMiB) unless told otherwise")
        if let engine = facts.engine {
            findings += disk("engine disk", engine, "images and containers are kept there")
        }
        return findings + [descriptors, git, ssh, clock] + resources
    }

    private func disk(_ check: String, _ disk: HostFacts.Disk, _ reason: String) -> [PreflightFinding] {
        guard let free = disk.freeMiB else {
            let path = ShellWord.quoted(disk.path)
            return [finding(check, .note, "the room at \(disk.path) cannot be read", "df -h \(path)")]
        }
        let mend = check == "disk" ? "outpost collect, or set min_free_disk_mib lower" : "docker system prune"
        var findings: [PreflightFinding] = []
        if free < max(leastFreeMiB, 1) {
            findings.append(
                finding(check, .warning, "\(free) MiB are free at \(disk.path); \(reason)", mend)
            )
        } else {
            findings.append(finding(check, .ok, "\(free) MiB are free at \(disk.path)"))
        }
        if let files = disk.freeFiles, files < Self.fewFiles {
            let text = "\(files) more files can be made at \(disk.path); then writing fails although there is room"
            findings.append(finding(check, .warning, text, "\(mend); df -i \(ShellWord.quoted(disk.path))"))
        }
        return findings
    }

    private var descriptors: PreflightFinding {
        guard let limit = facts.descriptors else {
            return finding("open files", .ok, "the limit cannot be told here")
        }
        guard limit < Self.fewDescriptors else { return finding("open files", .ok, "\(limit) at once") }
        let text = "\(limit) at once; each dispatch and each reader of its output takes several"
        return finding("open files", .warning, text, "ulimit -n 65536, or LimitNOFILE=65536 in the service's unit")
    }

    private var git: PreflightFinding {
        guard let version = facts.git else {
            let text = "git is missing: no repository can be read and no result pushed"
            return finding("git", .error, text, "sudo apt-get install git")
        }
        return finding("git", .ok, version)
    }

    private var ssh: PreflightFinding {
        guard let version = facts.ssh else {
            let text = "ssh is missing: hosts that git_ssh names cannot be reached"
            return finding("ssh", .note, text, "sudo apt-get install openssh-client")
        }
        return finding("ssh", .ok, version)
    }

    private var clock: PreflightFinding {
        let mend = "sudo timedatectl set-ntp true"
        guard facts.now > Self.past, facts.now < Self.future else {
            let text =
                "this machine's clock says \(facts.now.formatted(.iso8601)): certificates do not hold then, "
                + "and no provider or forge can be reached"
            return finding("clock", .error, text, mend)
        }
        guard let skew else { return finding("clock", .ok, facts.now.formatted(.iso8601)) }
        guard abs(skew) > Self.largestSkew else { return finding("clock", .ok, "the engine has the same time") }
        let text =
            "the engine's clock is \(Int(abs(skew))) s \(skew > 0 ? "ahead of" : "behind") ours: "
            + "times in logs are wrong, and certificates may not hold"
        return finding("clock", .warning, text, "\(mend), on both machines; a virtual machine's: restart it")
    }

    /// What one dispatch of each tier gets, against what there is.
    private var resources: [PreflightFinding] {
        guard let info, info.memory > 0 else { return [] }
        let memory = Int(info.memory >> 20)
        let has = "\(info.cpus) processors and \(memory) MiB"
        let mend = "give the machine more memory, or take a smaller tier: --model fast"
        if let tier = Tier.allCases.first(where: { $0.resources.memoryMiB > memory }) {
            let isNone = Tier.allCases.allSatisfy { $0.resources.memoryMiB > memory }
            let text = "\(has); a dispatch of the tier \(tier.rawValue) is to have \(tier.resources.memoryMiB) MiB"
            return [finding("resources", isNone ? .warning : .note, text, mend)]
        }
        if let tier = Tier.allCases.first(where: { $0.resources.cpuUnits > info.cpus * 1024 }) {
            let text =
                "\(has); a dispatch of the tier \(tier.rawValue) is to have \(tier.resources.cpuUnits / 1024) processors"
            return [finding("resources", .note, text, "give the machine more processors; until then it is slower")]
        }
        return [finding("resources", .ok, has)]
    }

    private func finding(
        _ check: String,
        _ level: PreflightFinding.Level,
        _ text: String,
        _ advice: String? = nil
    ) -> PreflightFinding {
        PreflightFinding(check, in: .host, level, text, advice: advice)
    }
}
