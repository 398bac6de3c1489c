internal import Foundation
internal import HTTPTypes
internal import OutpostAPI
internal import OutpostCore
internal import Testing

@testable internal import OutpostServer

@Suite("Several agents on one task")
struct BatchTests {
    private static let task = #""task":"Fix the failing test""#

    private static func decode(_ members: String) throws -> DispatchDecoder.Decoded {
        guard case .object(let body) = try JSONParser.parse(Array("{\(task),\(members)}".utf8)) else {
            throw Unexpected()
        }
        var decoder = DispatchDecoder(gitBaseURL: "https://github.com", tenant: Bench.alice, now: Samples.epoch)
        decoder.limits = .dispatch
        return try decoder.decode(body, idempotencyHeader: nil)
    }

    @Test("A list of agents is a draft each, with one model for all or one for each")
    func drafts() throws {
        let all = try Self.decode(#""agents":["claude","codex"],"modelId":"fast","tags":{"a":"b"}"#)
        let batch = try #require(all.batch)
        #expect(batch.map(\.agent) == ["claude", "codex"])
        #expect(batch.map(\.model) == ["fast", "fast"])
        #expect(batch.allSatisfy { $0.options.tags == ["a": "b"] && $0.task == "Fix the failing test" })
        let each = try #require(try Self.decode(#""agents":["claude","codex"],"modelId":{"codex":"x"}"#).batch)
        #expect(each.map(\.model) == [nil, "x"])
        #expect(try Self.decode(#""agent":"claude""#).batch == nil)
    }

    @Test(
        "What is no list of agents is refused",
        arguments: [
            (#""agents":[]"#, "agents"), (#""agents":["claude","claude"]"#, "agents"),
            (#""agents":["claude"],"agent":"claude""#, "agents"), (#""agents":["claude",7]"#, "agents.1"),
            (#""agents":"claude""#, "agents"), (#""agents":["claude"],"modelId":{"x":"y"}"#, "modelId.x"),
            (#""agents":["claude"],"modelId":{"claude":7}"#, "modelId.claude"),
            (#""agent":"claude","modelId":{"claude":"x"}"#, "modelId"),
            (#""agents":["a","b","c","d","e","f","g","h","i"]"#, "agents"),
            (#""agents":["claude","codex"],"workspaceMode":"persistent""#, "workspaceMode"),
        ]
    )
    func problems(members: String, path: String) throws {
        let problems = try #require(throws: RequestProblems.self) { try Self.decode(members) }.fields
        #expect(problems.map(\.path) == [path])
    }

    @Test("The answer has a batch's id and what one dispatch's answer has, each; lists and details name the batch")
    func answers() async throws {
        let bench = try await Bench()
        let (alice, bob) = (try await bench.key(), try await bench.key(Bench.bob))
        try await bench.run { client async throws in
            let body = #"{"agents":["claude","codex"],\#(Self.task)}"#
            let made = try await client.send(.post, "/dispatch", key: alice, body: body)
            #expect(made.status == 201)
            guard case .string(let batch)? = try made.value("data.batchId"),
                case .string(let first)? = try made.value("data.dispatches.0.dispatchId")
            else { throw Unexpected() }
            #expect(try made.value("data.dispatches.1.status") == "pending")
            #expect(
                try await client.send(.get, "/dispatch/\(first)", key: alice).value("data.batchId") == .string(batch)
            )
            let pending = try await client.send(.get, "/batches/\(batch)", key: alice)
            #expect(pending.status == 200)
            #expect(try pending.value("data.dispatches.0.status") == "pending")
            #expect(try pending.value("data.dispatches.0.linesAdded") == nil)
            #expect(try await client.send(.get, "/batches/\(batch)", key: bob).status == 404)
            _ = try await client.send(.get, "/dispatch?batch=\(batch)", key: alice)
            #expect(try await client.send(.get, "/dispatch?batch=nonsense", key: alice).status == 400)
            #expect(bench.service.change { $0.queries.map { $0.batch?.text } } == [batch])
            let id = try #require(DispatchID(first))
            bench.service.start(id)
            try bench.service.end(id, DispatchEnd(status: .success, reason: .changed))
            let ended = try await client.send(.get, "/batches/\(batch)", key: alice)
            let members = try #require(try ended.value("data.dispatches"))
            guard case .array(let list) = members, list.count == 2 else { throw Unexpected() }
            let expected = #"""
                {"dispatchId":"\#(first)","agent":"claude","modelId":"claude-opus-5-5","status":"success",
                "harness":"claude 2.1","reason":"changed","filesChanged":3,"linesAdded":1,"linesRemoved":2,
                "durationSeconds":4,"inputTokens":10,"outputTokens":2}
                """#
            #expect(list.contains(try JSONParser.parse(Array(expected.utf8))))
        }
    }
}
