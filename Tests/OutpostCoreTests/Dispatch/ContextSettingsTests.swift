internal import Foundation
internal import Testing

@testable internal import OutpostCore

@Suite("A job's settings for context")
struct ContextSettingsTests {
    private static func settings(
        _ level: ContextLevel,
        of repository: String?,
        isCheckedOut: Bool = true
    ) throws -> [Job.Setting: String] {
        let request = try DispatchRequest(
            agent: Samples.manifest,
            task: "do it",
            repository: repository,
            options: DispatchOptions(context: level)
        )
        let plan = DispatchPlan(
            dispatch: Dispatch(id: try Samples.id(), tenant: "local", request: request, createdAt: Samples.epoch),
            image: AgentImage(reference: "image", harness: nil),
            manifest: Samples.manifest,
            model: nil,
            repository: isCheckedOut ? repository.map { .remote(url: $0) } : nil,
            door: .directory("/door")
        )
        let names: Set<Job.Setting> = [.context, .contextTime, .contextID, .contextRepository, .contextAgent]
        return plan.job(token: DoorToken(value: "otk_x")).settings.filter { names.contains($0.key) }
    }

    @Test(
        "are the level, and what the account needs, from the dispatch alone",
        arguments: [ContextLevel.full, .tokens(700)]
    )
    func all(level: ContextLevel) throws {
        let expected: [Job.Setting: String] = [
            .context: level.text, .contextTime: "2023-11-14T22:13:20Z", .contextID: "INJ-20231114-221320-9g5fav",
            .contextRepository: "https://git.test/o/r", .contextAgent: "sample",
        ]
        #expect(try Self.settings(level, of: "https://git.test/o/r") == expected)
    }

    @Test("are none where none is asked for, or where no repository is checked out")
    func none() throws {
        #expect(try Self.settings(.none, of: "https://git.test/o/r") == [:])
        #expect(try Self.settings(.full, of: nil) == [:])
        #expect(try Self.settings(.full, of: "https://git.test/o/r", isCheckedOut: false) == [:])
    }

    @Test(
        "tell a container neither credentials nor a path of the host",
        arguments: [
            ("https://me:secret@git.test/o/r@x", "https://git.test/o/r@x"), ("/home/me/secret/project", "project"),
            ("/home/me/project/", "project"), ("http://git.test:3000/r", "http://git.test:3000/r"), ("/", ""),
        ]
    )
    func names(repository: String, name: String) throws {
        #expect(try Self.settings(.full, of: repository)[.contextRepository] == name)
    }
}
