internal import ArgumentParser
internal import Foundation
internal import OutpostAPI
internal import Testing

@testable internal import outpost

@Suite("What a dispatch may hold, reach and use")
struct DispatchExtrasTests {
    private func body(_ arguments: [String]) throws -> DispatchRequestBody {
        var body = try DispatchRequestBody(agents: "claude", task: "t", repository: nil, idempotencyKey: "k")
        let now = Date(timeIntervalSince1970: 1_800_000_000)
        try DispatchExtras.parse(arguments).add(to: &body, environment: ["TRIAL": "hidden"], now: now)
        return body
    }

    @Test("goes to the server in the API's names and units")
    func sent() throws {
        let body = try body([
            "--secret", "NPM_TOKEN", "--egress", "none", "--direct", "--workspace-init", "minimal", "--cpu", "0.5",
            "--memory", "2048", "--expires", "1h",
        ])
        let json: JSONValue = try APICoding.decode(JSONValue.self, from: try APICoding.encode(body))
        #expect(
            json == [
                "agent": "claude", "task": "t", "idempotencyKey": "k", "additionalSecrets": ["NPM_TOKEN"],
                "egress": "none", "credentials": "direct", "workspaceInitMode": "minimal",
                "resourceConstraints": ["maxCpuUnits": 512, "maxMemoryMb": 2048],
                "expires_at": .string(APITime(Date(timeIntervalSince1970: 1_800_003_600)).description),
            ]
        )
    }

    @Test("takes values for this dispatch alone from the environment")
    func values() throws {
        #expect(try body(["--secret-env", "NPM_TOKEN=TRIAL"]).additionalSecrets == .values(["NPM_TOKEN": "hidden"]))
        let failure = try #require(throws: CommandFailure.self) { try body(["--secret-env", "NOBODY"]) }
        #expect(failure.status == .secret)
    }

    @Test("leaves everything to the server by default")
    func plain() throws {
        #expect(try body([]) == DispatchRequestBody(agents: "claude", task: "t", repository: nil, idempotencyKey: "k"))
    }

    @Test(
        "is refused where no server would take it",
        arguments: [
            ["--secret", "A", "--secret-env", "B"], ["--egress", "internet"], ["--egress", "nonsense"],
            ["--cpu", "0.1"], ["--memory", "100"], ["--workspace-init", "half"], ["--expires", "never"],
        ]
    )
    func refused(arguments: [String]) {
        #expect(throws: (any Error).self) { try DispatchExtras.parse(arguments) }
    }
}
