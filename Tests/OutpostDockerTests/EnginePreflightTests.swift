internal import DockerEngine
internal import Foundation
internal import OutpostCore
internal import OutpostDocker
internal import Testing

@Suite("A look at the engine")
struct EnginePreflightTests {
    private static let good = """
        {"Driver":"overlay2","CgroupVersion":"2","LiveRestoreEnabled":true,
         "SecurityOptions":["name=apparmor","name=seccomp,profile=builtin","name=userns"]}
        """

    private func findings(
        _ info: String = good,
        engine: String = "29.5.1",
        runc: String = "1.3.3"
    ) throws -> [PreflightFinding] {
        let version = #"{"Version":"\#(engine)","Components":[{"Name":"runc","Version":"\#(runc)"},{"Name":"Engine"}]}"#
            .replacing(#",{"Name":"Engine"}"#, with: "")
        return EnginePreflight.findings(
            info: try JSONDecoder().decode(EngineInfo.self, from: Data(info.utf8)),
            version: try JSONDecoder().decode(EngineVersion.self, from: Data(version.utf8))
        )
    }

    @Test("finds nothing in an engine that is as it should be")
    func good() throws {
        #expect(try findings().filter { $0.level != .ok } == [])
    }

    @Test(
        "knows which releases of runc have a defect, on each branch",
        arguments: [
            ("1.1.11", ["CVE-2024-21626", "CVE-2025-31133", "CVE-2024-45310"]),
            ("1.1.5+ds1-1+deb12u1", ["CVE-2025-31133", "CVE-2024-45310"]),
            ("1.1.14", ["CVE-2025-31133"]), ("1.2.7", ["CVE-2025-31133"]), ("1.2.8", []), ("1.3.0", ["CVE-2025-31133"]),
            ("1.3.2-0ubuntu2", ["CVE-2025-31133"]), ("v1.3.3", []), ("1.4.0", []), ("2.0", []),
            ("unknown", ["CVE-2024-21626", "CVE-2025-31133", "CVE-2024-45310"]),
        ]
    )
    func runc(version: String, defects: [String]) throws {
        let found = try findings(runc: version).filter { $0.check == "runc" }
        #expect(found.compactMap(\.sources.first) == defects)
        #expect(found.allSatisfy { $0.level == .ok || $0.advice != nil })
    }

    @Test("reads the distribution's number of runc where the engine tells it")
    func backport() throws {
        for (commit, first) in [
            ("1.1.5+ds1-1+deb12u1", "CVE-2025-31133"), ("5fd4c4d144137e991c4acebb2146ab1483a97925", "CVE-2024-21626"),
        ] {
            let info = #"{"RuncCommit":{"ID":"\#(commit)"}}"#
            let found = try findings(info, runc: "1.1.5+ds1").filter { $0.check == "runc" }
            #expect(found.first?.sources.first == first)
        }
    }

    @Test("a runtime that the engine does not have is refused with those that it has")
    func runtimes() throws {
        let info = try JSONDecoder().decode(
            EngineInfo.self,
            from: Data(#"{"Runtimes":{"runc":{},"runsc":{}}}"#.utf8)
        )
        let host = HostCapacity(info)
        #expect(host.refusal(ofRuntime: "runsc") == nil)
        #expect(host.refusal(ofRuntime: nil) == nil)
        guard case .refused(let text)? = host.refusal(ofRuntime: "kata") else {
            Issue.record("kata is not refused")
            return
        }
        #expect(text.contains("no runtime 'kata'; it has runc, runsc"))
    }

    @Test("names who wants a runtime that the engine does not have")
    func wantedRuntimes() throws {
        let info = try JSONDecoder().decode(EngineInfo.self, from: Data(#"{"Runtimes":{"runc":{},"runsc":{}}}"#.utf8))
        let wanted = ["runsc": ["agent mine"], "kata": ["tenant acme", "OUTPOST_RUNTIME"]]
        let found = EnginePreflight.runtimes(wanted, info: info)
        #expect(found.map(\.check) == ["runtime kata", "runtime runsc"])
        #expect(found.map(\.level) == [.error, .ok])
        #expect(found[0].text.hasSuffix("OUTPOST_RUNTIME, tenant acme"))
        #expect(found[0].advice?.contains("runc, runsc") == true)
    }

    @Test("calls what breaks a promise a problem, which is below the bar")
    func problems() throws {
        for info in [
            #"{"SecurityOptions":[]}"#, #"{"SecurityOptions":["name=seccomp,profile=unconfined"]}"#,
            #"{"SecurityOptions":["name=seccomp,profile=default"],"Warnings":["WARNING: No swap limit support"]}"#,
        ] {
            let problems = try findings(info).filter { $0.level == .error }
            #expect(problems.count == 1, "\(info)")
            #expect(problems.allSatisfy { $0.isBelowBar && $0.advice != nil })
        }
    }

    @Test("judges Podman by what it is, not by Docker's versions and words")
    func podman() throws {
        let info =
            #"{"ServerVersion":"5.4.2","BuildahVersion":"1.39.3","Driver":"overlay","CgroupVersion":"2","#
            + #""SecurityOptions":["name=apparmor","name=seccomp,profile=/etc/own.json","name=userns"]}"#
        let found = try findings(info, engine: "5.4.2")
        #expect(found.filter { $0.level != .ok }.map(\.check) == ["Podman"])
        #expect(!found.contains { $0.isBelowBar })
        let first = info.replacing(#""CgroupVersion":"2""#, with: #""CgroupVersion":"1""#)
        let older = try findings(first, engine: "5.4.2")
        #expect(older.filter(\.isBelowBar).map(\.check) == ["cgroups"])
        let newer = try findings(first.replacing("5.4.2", with: "5.8.6"))
        #expect(!newer.contains { $0.isBelowBar })
        let filter = try findings(info.replacing("profile=/etc/own.json", with: "profile=default"))
        #expect(filter.filter(\.isBelowBar).map(\.check) == ["seccomp"])
    }

    @Test("notes what could be better, which is not below the bar")
    func notes() throws {
        let info = #"{"CgroupVersion":"1","SecurityOptions":["name=seccomp,profile=default"]}"#
        let notes = try findings(info, engine: "29.0.0").filter { $0.level != .ok }
        #expect(notes.map(\.check) == ["Engine", "mandatory access", "users", "cgroups", "live-restore"])
        #expect(notes.allSatisfy { !$0.isBelowBar })
    }

    @Test("tells an engine that is too old or too new for our API")
    func api() throws {
        #expect(EnginePreflight.tooOld(APIVersion(1, 40)).text.contains("speaks 1.40, and 1.41 is the least"))
        let info = try JSONDecoder().decode(EngineInfo.self, from: Data(Self.good.utf8))
        for (newest, oldest, level) in [
            ("1.41", "1.12", PreflightFinding.Level.ok), ("1.40", "1.12", .error), ("9.9", "9.0", .error),
        ] {
            let json = #"{"Version":"29.5.1","ApiVersion":"\#(newest)","MinAPIVersion":"\#(oldest)"}"#
            let version = try JSONDecoder().decode(EngineVersion.self, from: Data(json.utf8))
            let found = EnginePreflight.findings(info: info, version: version).filter { $0.id == "engine.api" }
            #expect(found.map(\.level) == [level])
        }
    }

    @Test("tells what control groups cannot limit, and an engine without any")
    func missingLimits() throws {
        let info = #"{"MemoryLimit":false,"PidsLimit":true,"CgroupDriver":"none","CgroupVersion":"2"}"#
        let found = try findings(info)
        #expect(found.first { $0.check == "limits" }?.text.contains("no limit of memory") == true)
        #expect(found.first { $0.check == "cgroups" }?.level == .error)
        let slow = try findings(#"{"Driver":"vfs"}"#).first { $0.check == "storage" }
        #expect(slow?.level == .warning)
        #expect(slow?.advice?.contains("overlay2") == true)
    }

    @Test("counts the networks that are left for doors over TCP")
    func addressPools() throws {
        let networks = try JSONDecoder().decode(
            [NetworkInspect].self,
            from: Data(#"[{"Id":"1","Name":"a","Driver":"bridge"},{"Id":"2","Name":"b","Driver":"host"}]"#.utf8)
        )
        func level(_ info: String) throws -> PreflightFinding.Level {
            let info = try JSONDecoder().decode(EngineInfo.self, from: Data(info.utf8))
            return EnginePreflight.addressPools(info, networks: networks).level
        }
        #expect(try level("{}") == .ok)
        #expect(try level(#"{"DefaultAddressPools":[{"Base":"10.0.0.0/22","Size":24}]}"#) == .warning)
        #expect(try level(#"{"DefaultAddressPools":[{"Base":"10.0.0.0/24","Size":24}]}"#) == .error)
    }
}
