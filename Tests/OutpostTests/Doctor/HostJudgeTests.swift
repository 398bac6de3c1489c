internal import DockerEngine
internal import Foundation
internal import OutpostDocker
internal import TestSupport
internal import Testing

@testable internal import outpost

@Suite("The judgement of the host")
struct HostJudgeTests {
    private static let now = Date(timeIntervalSince1970: 1_800_000_000)

    private var sound: HostFacts {
        HostFacts(
            data: HostFacts.Disk(path: "/data", freeMiB: 50_000, freeFiles: 1_000_000),
            engine: HostFacts.Disk(path: "/engine", freeMiB: 50_000, freeFiles: nil),
            descriptors: 65_536,
            git: "git version 2.39.5",
            ssh: "OpenSSH_9.2",
            now: Self.now
        )
    }

    private func bad(
        _ facts: HostFacts,
        skew: Double? = 0,
        memoryMiB: Int = 16_384,
        cpus: Int = 8
    ) throws -> [PreflightFinding] {
        let json = #"{"NCPU":\#(cpus),"MemTotal":\#(memoryMiB << 20)}"#
        let info = try JSONDecoder().decode(EngineInfo.self, from: Data(json.utf8))
        return HostJudge(facts: facts, info: info, skew: skew, leastFreeMiB: 2048).findings.filter { $0.level != .ok }
    }

    /// The one thing that is not as it should be.
    private func check(
        _ found: [PreflightFinding],
        _ id: String,
        _ level: PreflightFinding.Level,
        _ advice: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(found.map(\.id) == [id], sourceLocation: sourceLocation)
        #expect(found.first?.level == level, sourceLocation: sourceLocation)
        #expect(found.first?.advice?.contains(advice) == true, "\(found)", sourceLocation: sourceLocation)
    }

    @Test("finds nothing where nothing is wrong")
    func good() throws {
        #expect(try bad(sound) == [])
    }

    @Test("a full disk, of ours or the engine's, and one without room for files")
    func disks() throws {
        var facts = sound
        facts.data.freeMiB = 100
        check(try bad(facts), "host.disk", .warning, "outpost collect")
        facts = sound
        facts.engine?.freeMiB = 100
        check(try bad(facts), "host.engine-disk", .warning, "docker system prune")
        facts = sound
        facts.data.freeFiles = 10
        check(try bad(facts), "host.disk", .warning, "df -i /data")
    }

    @Test("few open files, no git, no ssh")
    func programs() throws {
        var facts = sound
        facts.descriptors = 256
        check(try bad(facts), "host.open-files", .warning, "ulimit -n")
        facts = sound
        facts.git = nil
        check(try bad(facts), "host.git", .error, "sudo apt-get install git")
        facts = sound
        facts.ssh = nil
        check(try bad(facts), "host.ssh", .note, "sudo apt-get install openssh-client")
    }

    @Test("a clock that no certificate holds by, and an engine with another time")
    func clock() throws {
        var facts = sound
        facts.now = Date(timeIntervalSince1970: 0)
        check(try bad(facts), "host.clock", .error, "timedatectl set-ntp true")
        check(try bad(sound, skew: -90), "host.clock", .warning, "timedatectl set-ntp true")
        #expect(try bad(sound, skew: -90).first?.text.contains("90 s behind") == true)
    }

    @Test("a machine that is too small for a tier, or for every one")
    func resources() throws {
        check(try bad(sound, memoryMiB: 2048), "host.resources", .note, "--model fast")
        check(try bad(sound, memoryMiB: 512), "host.resources", .warning, "more memory")
        check(try bad(sound, cpus: 1), "host.resources", .note, "more processors")
    }

    @Test("reads this machine's own facts")
    func collected() async throws {
        try await TemporaryFolder.with { folder in
            let facts = await HostFacts.collect(dataDirectory: folder.path + "/not/yet", now: Self.now)
            #expect(facts.data.path == folder.path)
            #expect((facts.data.freeMiB ?? 0) > 0)
            #expect(facts.git?.hasPrefix("git version") == true)
        }
        let limits = "Limit  Soft Limit  Hard Limit\nMax open files            1024                 524288  files\n"
        #expect(HostFacts.descriptorLimit(Data(limits.utf8)) == 1024)
        #expect(HostFacts.descriptorLimit(nil) == nil)
    }
}
