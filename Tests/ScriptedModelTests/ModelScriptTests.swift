import Foundation
import Testing

@testable import ScriptedModel

@Suite("Scripts")
struct ModelScriptTests {
    @Test("every part of a script is read")
    func everything() throws {
        let script = try ModelScript.parse(
            yaml: """
                model: scripted
                delay: 50ms
                chunkDelay: 2s
                steps:
                  - say: Hello
                    edit: { path: a, old: x, new: "" }
                    write: [{ path: b, content: y }, { path: c, content: z }]
                    run: [ls, pwd]
                faults:
                  - { request: 1, status: 429, retryAfter: 2, message: slow, headers: { x-reset: "9" } }
                  - { request: 2, hang: true }
                  - { request: 3, cut: 200 }
                  - { request: 4, refuse: true }
                  - { request: 5, garbage: true }
                  - { every: true, status: 401 }
                """
        )
        let step = ScriptStep(
            say: "Hello",
            writes: [FileWrite(path: "b", content: "y"), FileWrite(path: "c", content: "z")],
            edits: [FileEdit(path: "a", old: "x", new: "")],
            commands: ["ls", "pwd"]
        )
        let faults: [ScriptFault] = [
            ScriptFault(.request(1), .status(429, retryAfter: 2, message: "slow", headers: ["x-reset": "9"])),
            ScriptFault(.request(2), .hang),
            ScriptFault(.request(3), .cut(afterBytes: 200)), ScriptFault(.request(4), .refusal),
            ScriptFault(.request(5), .garbage),
            ScriptFault(.every, .status(401, retryAfter: nil, message: nil, headers: [:])),
        ]
        let expected = ModelScript(
            model: "scripted",
            steps: [step],
            faults: faults,
            delay: .milliseconds(50),
            chunkDelay: .seconds(2)
        )
        #expect(script == expected)
        #expect(try JSONDecoder().decode(ModelScript.self, from: JSONEncoder().encode(script)) == script)
    }

    @Test(
        "a script that is wrong says where and how",
        arguments: [
            ("steps: [{ edti: {} }]", "step 1: unknown key 'edti' (known: say, write, edit, run)"),
            ("steps: [{ say: a }, { edit: { path: a, new: b } }]", "step 2, edit: 'old' is missing"),
            ("steps: [{ edit: { path: a, old: '', new: b } }]", "step 1, edit, old: must not be empty"),
            ("steps: [{ write: [{ path: a, content: b }, { path: c }] }]", "step 1, write 2: 'content' is missing"),
            ("steps: [{}]", "step 1: needs one of say, write, edit, run"),
            ("steps: []", "the script: needs at least one step, or a fault with 'every: true'"),
            ("step: []", "the script: unknown key 'step' (known: model, steps, faults, delay, chunkDelay)"),
            ("steps: [{ say: a }]\ndelay: soon", "delay: 'soon' is not a duration such as 250ms, 2s or 1m"),
            (
                "faults: [{ request: 0, status: 500 }]",
                "fault 1: needs either 'request: N' (from 1) or 'every: true'"
            ),
            (
                "faults: [{ every: true, status: 500, hang: true }]",
                "fault 1: needs exactly one of 'status: 400…599', 'hang: true', 'cut: BYTES', 'refuse: true', 'garbage: true'"
            ),
            ("steps: three", "steps: has the wrong type"),
        ]
    )
    func wrong(yaml: String, message: String) {
        #expect(throws: ModelScriptError(message)) { try ModelScript.parse(yaml: yaml) }
    }

    @Test("a text that is not YAML is told by its line")
    func notYAML() throws {
        let error = try #require(throws: ModelScriptError.self) {
            try ModelScript.parse(yaml: "steps:\n  - say: [unclosed\n")
        }
        #expect(error.description.hasPrefix("the script is not valid YAML: 3:1: error: parser:"))
    }

    @Test("a script of permanent faults needs no steps")
    func faultsAlone() throws {
        let script = try ModelScript.parse(yaml: "faults: [{ every: true, status: 500 }]")
        #expect(script.steps.isEmpty)
        #expect(script.fault(forRequest: 77) != nil)
    }

    @Test("the example scripts are right", arguments: ["greeting", "rate-limited"])
    func examples(name: String) throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
        let file = root.appending(path: "docker/examples/scripts/\(name).yaml").standardizedFileURL
        let script = try ModelScript.parse(yaml: String(contentsOf: file, encoding: .utf8))
        #expect(script.model == "scripted")
        #expect(script.steps.last?.actions.isEmpty == true)
    }
}
