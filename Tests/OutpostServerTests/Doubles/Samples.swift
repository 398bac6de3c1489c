internal import Foundation
internal import OutpostCore
internal import Testing

/// Values that several suites need.
enum Samples {
    static let epoch = Date(timeIntervalSince1970: 1_767_225_600)
    static let requestID = "3f2b8c1e-7d5a-4e0b-9c3d-2a1b0c9d8e7f"
    static let manifest = AgentManifest(
        name: "claude",
        summary: "A sample",
        image: "outpost/claude",
        model: AgentModel(
            dialect: .anthropic,
            upstream: "https://model.test",
            authHeader: "x-api-key",
            authSecret: "ANTHROPIC_API_KEY",
            ids: [ModelID(id: "claude-opus-5-5", tier: .flagship)]
        )
    )

    static func id(_ text: String = "01ARZ3NDEKTSV4RRFFQ69G5FAV") throws -> DispatchID {
        try #require(DispatchID(text))
    }

    static func freshID() -> DispatchID {
        var generator = SystemRandomNumberGenerator()
        return DispatchID(milliseconds: 1_767_225_600_000, using: &generator)
    }

    static func dispatch(
        id: DispatchID,
        tenant: String,
        task: String = "Fix the failing test",
        repository: String? = nil,
        reference: String? = nil,
        timeoutSeconds: Int = 600,
        options: DispatchOptions = DispatchOptions()
    ) throws -> Dispatch {
        let request = try DispatchRequest(
            agent: manifest,
            task: task,
            repository: repository,
            reference: reference,
            timeoutSeconds: timeoutSeconds,
            options: options
        )
        return Dispatch(id: id, tenant: tenant, request: request, createdAt: epoch)
    }
}
