internal import Foundation
internal import TestSupport
internal import Testing

/// The `run` of agents whose program cannot be had everywhere, with a program in its place that says how it was called.
///
/// What it says is compared with the vendors' documents, not with the programs: those were not run.
@Suite("An official program that was not run here", .timeLimit(.minutes(15)))
struct OfficialProgramTests {
    /// A call of the program, as it saw it.
    private struct Call {
        let code: Int32
        let output: String
        let arguments: [String]
        let environment: [String: String]
        let input: String
        let home: [String: String]
    }

    private static let task = "/help: make the greeting friendlier\nand \"write\" notes"

    /// Runs `agents/NAME/run`; `program` records what it got, prints `events` and exits with `code`.
    private func call(_ agent: String, _ program: String, code: Int = 0, events: String = "") async throws -> Call {
        try await TemporaryFolder.with { folder in
            let path = folder.path
            try folder.write("bin/\(program)", Self.recorder, mode: 0o755)
            try folder.write("task.md", Self.task)
            try folder.write("events", events)
            try folder.write("home/.keep", "")
            let variables = [
                "HOME=\(path)/home", "PATH=\(path)/bin:/usr/bin:/bin", "RECORD=\(path)", "CODE=\(code)",
                "OUTPOST_TASK_FILE=\(path)/task.md", "OUTPOST_MODEL=the-model",
                "OUTPOST_MODEL_URL=http://127.0.0.1:3128/model", "OUTPOST_MODEL_TOKEN=the-token",
            ]
            let run = OutpostProgram.agents + "/\(agent)/run"
            let answer = try await Shell.attempt("env", ["-i"] + variables + [run], in: path)
            var environment: [String: String] = [:]
            for line in try folder.records("environment") {
                let pair = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
                environment[pair[0]] = pair.count == 2 ? pair[1] : ""
            }
            for name in ["HOME", "PATH", "RECORD", "CODE", "PWD", "SHLVL", "_", "OLDPWD"] { environment[name] = nil }
            environment = environment.filter { !$0.key.hasPrefix("OUTPOST_") }
            let home = try FileTree.read(path + "/home").mapValues { String(decoding: $0, as: UTF8.self) }
            return Call(
                code: answer.code,
                output: answer.output,
                arguments: try folder.records("arguments").map { $0.replacing(path, with: "") },
                environment: environment.mapValues { $0.replacing(path, with: "") },
                input: try folder.records("input").joined(),
                home: home
            )
        }
    }

    private static let recorder = """
        #!/bin/bash
        [ $# = 0 ] || printf '%s\\0' "$@" >"$RECORD/arguments"
        env -0 >"$RECORD/environment"
        cat >"$RECORD/input"
        cat "$RECORD/events"
        exit "$CODE"

        """

    @Test("the Gemini CLI gets its key's kind in the settings, the model's address and the task")
    func gemini() async throws {
        let call = try await call("gemini", "gemini")
        #expect(
            call.arguments == [
                "--approval-mode=yolo", "--skip-trust", "--output-format", "stream-json", "--model", "the-model",
                "--prompt", "Do the task above.",
            ]
        )
        #expect(
            call.environment == [
                "GEMINI_API_KEY": "the-token", "GOOGLE_GEMINI_BASE_URL": "http://127.0.0.1:3128/model",
                "GEMINI_CLI_HOME": "/home", "GEMINI_CLI_TRUST_WORKSPACE": "true", "GEMINI_TELEMETRY_ENABLED": "false",
                "GEMINI_CLI_NO_RELAUNCH": "true", "NO_COLOR": "1", "GOOGLE_GENAI_USE_VERTEXAI": "false",
                "GOOGLE_GENAI_USE_GCA": "false",
            ]
        )
        #expect(call.input == "Task:\n\n" + Self.task)
        struct Settings: Decodable, Equatable {
            struct Security: Decodable, Equatable { let auth: Auth }
            struct Auth: Decodable, Equatable { let selectedType: String }
            struct Privacy: Decodable, Equatable { let usageStatisticsEnabled: Bool }
            struct General: Decodable, Equatable { let enableAutoUpdate: Bool }
            struct Telemetry: Decodable, Equatable { let enabled: Bool }
            let security: Security
            let privacy: Privacy
            let general: General
            let telemetry: Telemetry
        }
        let text = try #require(call.home[".gemini/settings.json"])
        let settings = try JSONDecoder().decode(Settings.self, from: Data(text.utf8))
        let expected = Settings(
            security: .init(auth: .init(selectedType: "gemini-api-key")),
            privacy: .init(usageStatisticsEnabled: false),
            general: .init(enableAutoUpdate: false),
            telemetry: .init(enabled: false)
        )
        #expect(settings == expected)
    }

    @Test("Grok Build gets a model of our own at the door, its task as a file, and no input")
    func grok() async throws {
        let call = try await call("grok", "grok")
        #expect(
            call.arguments == [
                "--prompt-file", "/task.md", "--output-format", "streaming-json", "--always-approve",
                "--no-auto-update", "--model", "outpost", "--cwd", "", "--max-turns", "80",
            ]
        )
        #expect(
            call.environment == [
                "XAI_API_KEY": "the-token", "GROK_HOME": "/home/.grok",
                "GROK_MODELS_BASE_URL": "http://127.0.0.1:3128/model/v1",
                "GROK_XAI_API_BASE_URL": "http://127.0.0.1:3128/model/v1", "GROK_TELEMETRY_ENABLED": "0",
                "GROK_TELEMETRY_TRACE_UPLOAD": "0", "GROK_FEEDBACK_ENABLED": "0", "GROK_DISABLE_AUTOUPDATER": "1",
                "GROK_MEMORY": "0", "NO_COLOR": "1",
            ]
        )
        #expect(call.input == "")
        #expect(
            call.home[".grok/config.toml"] == """
                [models]
                default = "outpost"

                [model.outpost]
                model = "the-model"
                base_url = "http://127.0.0.1:3128/model/v1"
                env_key = "XAI_API_KEY"
                api_backend = "responses"

                """
        )
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let agent: String
        let code: Int
        let events: String
        var testDescription: String { "\(agent) \(code)" }
    }

    /// From the programs' sources: in JSON mode the Gemini CLI exits with the provider's status modulo 256.
    private static let cases = [
        Case(agent: "gemini", code: 0, events: #"{"type":"result","status":"success","stats":{"input_tokens":1}}"#),
        Case(agent: "gemini", code: 1, events: #"{"type":"error","severity":"error","message":"general"}"#),
        Case(agent: "gemini", code: 41, events: ""), Case(agent: "gemini", code: 42, events: ""),
        Case(agent: "gemini", code: 52, events: ""),
        Case(
            agent: "gemini",
            code: 53,
            events: #"{"type":"result","status":"error","error":{"type":"FatalTurnLimitedError"}}"#
        ),
        Case(agent: "gemini", code: 54, events: ""), Case(agent: "gemini", code: 55, events: ""),
        Case(agent: "gemini", code: 145, events: #"{"type":"result","status":"error","error":{"message":"401"}}"#),
        Case(agent: "gemini", code: 173, events: #"{"type":"result","status":"error","error":{"message":"429"}}"#),
        Case(agent: "gemini", code: 244, events: ""), Case(agent: "gemini", code: 247, events: ""),
        Case(agent: "grok", code: 0, events: #"{"type":"end","usage":{"input_tokens":1},"total_cost_usd":0.1}"#),
        Case(agent: "grok", code: 1, events: #"{"type":"error","message":"401"}"#),
        Case(agent: "grok", code: 143, events: ""),
    ]

    @Test("is the agent: its events are the log, its exit status the result", arguments: cases)
    func outcome(_ item: Case) async throws {
        let events = item.events.isEmpty ? "" : item.events + "\n"
        let call = try await call(item.agent, item.agent, code: item.code, events: events)
        #expect(call.code == Int32(item.code))
        #expect(call.output == events)
    }
}

extension TemporaryFolder {
    /// A file of texts that end in NUL.
    fileprivate func records(_ name: String) throws -> [String] {
        let data = try Data(contentsOf: URL(fileURLWithPath: path + "/" + name))
        var texts = data.split(separator: 0, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        if texts.last == "" { texts.removeLast() }
        return texts
    }
}
