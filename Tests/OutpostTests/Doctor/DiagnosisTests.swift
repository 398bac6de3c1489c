internal import Foundation
internal import OutpostCore
internal import OutpostDocker
internal import Testing

@testable internal import outpost

@Suite("The diagnosis")
struct DiagnosisTests {
    private func finding(_ group: PreflightFinding.Group, _ level: PreflightFinding.Level) -> PreflightFinding {
        PreflightFinding("a check", in: group, level, "it is so", advice: level == .ok ? nil : "mend it")
    }

    @Test(
        "ends with the status of the group that has an error",
        arguments: [
            (PreflightFinding.Group.engine, CommandStatus.infrastructure), (.host, .infrastructure), (.network, .usage),
            (.data, .storage), (.images, .agent), (.credentials, .secret),
        ]
    )
    func status(group: PreflightFinding.Group, status: CommandStatus) {
        #expect(Diagnosis([finding(group, .error)]).status(isStrict: false) == status)
        #expect(Diagnosis([finding(group, .warning)]).status(isStrict: false) == .success)
        #expect(Diagnosis([finding(group, .warning)]).status(isStrict: true) == status)
        #expect(Diagnosis([finding(group, .note)]).status(isStrict: true) == .success)
    }

    @Test("an engine that is not there comes before everything else")
    func engine() {
        let findings = [finding(.credentials, .error), finding(.engine, .error)]
        #expect(Diagnosis(findings, engineFailure: .noEngine).status(isStrict: false) == .noEngine)
        #expect(Diagnosis(findings).findings.map(\.group) == [.engine, .credentials])
    }

    @Test("is JSON of a shape that stays")
    func json() throws {
        let body = DiagnosisBody(Diagnosis([finding(.data, .ok), finding(.host, .warning)]))
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        #expect(
            String(decoding: try encoder.encode(body), as: UTF8.self)
                == #"{"findings":[{"detail":"it is so","group":"host","id":"host.a-check","remedy":"mend it","#
                + #""severity":"warning","sources":[],"title":"a check"},{"detail":"it is so","group":"data","#
                + #""id":"data.a-check","severity":"ok","sources":[],"title":"a check"}],"worst":"warning"}"#
        )
    }

    @Test("is lines by group, with what to do below each, and a count")
    func lines() {
        let diagnosis = Diagnosis([finding(.data, .ok), finding(.host, .error)])
        let lines = DiagnosisLines(diagnosis: diagnosis, console: Console(environment: ["NO_COLOR": "1"])).lines
        #expect(
            lines == [
                "host", "  error    a check: it is so", "           → mend it", "", "data",
                "  ok       a check: it is so", "", "1 error, 1 ok",
            ]
        )
    }

    @Test("judges images: built, standing in, stale, missing, and folders that are broken")
    func images() {
        func words(_ facts: ImageFacts) -> String {
            let found = ImageJudge(images: [facts], broken: [:]).findings[0]
            return "\(found.level.rawValue): \(found.text)"
        }
        let built = ImageFacts(agent: "a", built: "A 1", preferred: "A 1", choice: "official", hasOther: true)
        #expect(words(built) == "ok: A 1")
        let other = ImageFacts(agent: "a", built: "B 2", preferred: "A 1", choice: "official", hasOther: true)
        #expect(words(other) == "note: B 2 stands in for A 1")
        let stale = ImageFacts(agent: "a", preferred: "A 1", choice: "official", hasOther: true)
        #expect(words(stale).contains("stale"))
        let missing = ImageFacts(agent: "a", preferred: "A 1", choice: "official", hasOther: false)
        #expect(words(missing).contains("not built"))
        #expect(ImageJudge(images: [missing], broken: [:]).findings[0].advice == "outpost agents build a")
        let broken = AgentFolderError.missingFile(path: "/agents/b", file: "run")
        #expect(ImageJudge(images: [], broken: ["b": broken]).findings.map(\.level) == [.error])
    }
}
