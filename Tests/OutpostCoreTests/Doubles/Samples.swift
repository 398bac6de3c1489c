internal import Foundation
internal import OutpostCore
internal import Testing

/// Values that several suites need; each is as plain as can be.
enum Samples {
    static let epoch = Date(timeIntervalSince1970: 1_700_000_000)

    static func id(_ text: String = "01ARZ3NDEKTSV4RRFFQ69G5FAV") throws -> DispatchID {
        try #require(DispatchID(text))
    }

    /// An agent with a model.
    static let manifest = AgentManifest(
        name: "sample",
        summary: "A sample",
        image: "outpost/sample",
        model: AgentModel(
            dialect: .anthropic,
            upstream: "https://model.test",
            authHeader: "x-api-key",
            authSecret: "SAMPLE_KEY",
            ids: [
                ModelID(id: "large-1", tier: .flagship, aliases: ["large"]),
                ModelID(id: "middle-1", tier: .balanced),
                ModelID(id: "middle-2", tier: .balanced),
            ]
        ),
        egress: [EgressRule(host: "packages.test", port: 443)],
        environment: ["QUIET": "1"]
    )

    /// An agent that needs none.
    static let modelless = AgentManifest(name: "linter", summary: "Lints", image: "outpost/linter")

    static func dispatch(_ manifest: AgentManifest = manifest, timeoutSeconds: Int = 600) throws -> Dispatch {
        let request = try DispatchRequest(agent: manifest, task: "do it", timeoutSeconds: timeoutSeconds)
        return Dispatch(id: try id(), tenant: "local", request: request, createdAt: epoch)
    }

    /// A door that leads nowhere.
    static func door() throws -> DoorConfiguration {
        DoorConfiguration(
            dispatch: try id(),
            listener: .unixSocket(path: "/door/door.sock"),
            job: Job(task: "do it"),
            token: DoorToken(value: "otk_token")
        )
    }
}

/// Testing has an `ExitStatus` too.
typealias ContainerExit = OutpostCore.ExitStatus
