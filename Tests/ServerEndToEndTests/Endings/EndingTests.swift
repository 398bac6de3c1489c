internal import Foundation
internal import OutpostAPI
internal import TestSupport
internal import Testing

extension ServerOverMinutesTests {
    @Suite("A dispatch that is stopped", .timeLimit(.minutes(20)))
    struct EndingTests {
        /// Seconds between SIGTERM and SIGKILL.
        private static let grace = 10.0

        @Test("by its deadline or by a cancel in any state ends as it should, and its container goes")
        func endings() async throws {
            try await ServerBench.with { bench in
                let key = try await bench.tenant("acme")
                let single = try await bench.tenant("single", limits: ["--concurrent", "1"])
                try await RawServer.withServer(.tcp, answer: { _ in .hang }) { git in
                    let hosts = String(git.url.dropFirst("http://".count))
                    try await bench.serve(environment: ["OUTPOST_GIT_HOSTS": hosts]) { server in
                        async let deadline: Void = Self.deadline(server.client(key))
                        async let pending: Void = Self.pending(server.client(single))
                        async let provisioning: Void = Self.provisioning(server.client(key), git)
                        async let running: Void = Self.running(server.client(key))
                        async let completing: Void = Self.completing(server.client(key))
                        async let frozen: Void = Self.frozen(server.client(key))
                        _ = try await (pending, provisioning, running, completing, frozen, deadline)
                        try await bench.noContainerIsLeft()
                    }
                }
            }
        }

        /// The agent ignores SIGTERM.
        private static func deadline(_ client: APIClient) async throws {
            let id = try await client.dispatch("ignore 600 seconds of signals", ["timeoutSeconds": 30])
            let ended = try await client.ended(id)
            #expect(ended["status"].text == "timeout")
            let seconds = try seconds(ended)
            print("a deadline of 30 s and a deaf agent took \(seconds) s")
            #expect(seconds >= 30)
            #expect(seconds < 30 + 2 * grace, "it would be stopped in two steps")
        }

        /// The agent stops the runtime that would end it and hand in its results.
        private static func frozen(_ client: APIClient) async throws {
            let id = try await client.dispatch("freeze 600 seconds", ["timeoutSeconds": 30])
            let ended = try await client.ended(id)
            #expect(ended["status"].text == "timeout")
            let seconds = try seconds(ended)
            print("a deadline of 30 s and a frozen runtime took \(seconds) s")
            #expect(seconds >= 30)
            #expect(seconds < 70, "a runtime at work would have as long")
        }

        private static func pending(_ client: APIClient) async throws {
            let first = try await client.dispatch("wait 600 seconds")
            let second = try await client.dispatch("say hello to everyone")
            try await client.wait(first, for: "running")
            #expect(try await client.get(second)["status"].text == "pending")
            let answer = try await client.cancel(second)
            #expect(answer.status == 200)
            #expect(answer.data["status"].text == "cancelled")
            let ended = try await client.get(second)
            #expect(ended["status"].text == "cancelled")
            #expect(ended["startedAt"] == .null)
            #expect(ended["endedAt"].text != nil)
            let again = try await client.cancel(second)
            #expect(again.status == 409)
            #expect(again.json["error"]["details"]["currentStatus"].text == "cancelled")
            _ = try await client.cancel(first)
            _ = try await client.ended(first)
        }

        /// The repository's server takes the request and does not answer.
        private static func provisioning(_ client: APIClient, _ git: RawServer) async throws {
            let repository: JSONValue = .string(git.url + "/team/project.git")
            let id = try await client.dispatch("say hello to everyone", ["repoUrl": repository])
            _ = try await git.waitForRequests(1)
            #expect(try await client.get(id)["status"].text == "provisioning")
            let ended = try await cancel(id, client)
            #expect(ended["flags"] == .null, "nothing is missing of what never was: \(ended)")
            #expect(ended["exitCode"] == .null, "no agent ran that could have exited")
        }

        private static func running(_ client: APIClient) async throws {
            let id = try await client.dispatch("wait 600 seconds")
            try await client.wait(id, for: "running")
            let answer = try await client.cancel(id)
            #expect(answer.status == 200, "\(answer.text)")
            let isOver = answer.data["status"].text == "cancelled"
            let message = isOver ? "Dispatch cancelled successfully" : "Dispatch is being cancelled"
            #expect(answer.data["message"].text == message)
            print("the answer to a cancel: \(answer.data["status"])")
            #expect(try await client.ended(id)["status"].text == "cancelled")
            let again = try await client.cancel(id)
            #expect(again.status == 409)
        }

        /// The agent has ended, and the difference to its start takes a while to make.
        private static func completing(_ client: APIClient) async throws {
            let id = try await client.dispatch("fill 30 megabytes with noise")
            try await client.wait(id, for: "completing")
            try await cancel(id, client)
        }

        @discardableResult
        private static func cancel(_ id: String, _ client: APIClient) async throws -> JSONValue {
            let answer = try await client.cancel(id)
            #expect(answer.status == 200, "\(answer.text)")
            let ended = try await client.ended(id)
            #expect(ended["status"].text == "cancelled", "\(ended)")
            #expect(ended["reason"].text == "cancelled")
            #expect(ended["endedAt"].text != nil)
            return ended
        }

        /// From the agent's start to the end.
        private static func seconds(_ dispatch: JSONValue) throws -> Double {
            let started = try #require(dispatch["startedAt"].text.flatMap { APITime($0) })
            let ended = try #require(dispatch["endedAt"].text.flatMap { APITime($0) })
            return ended.date.timeIntervalSince(started.date)
        }
    }
}
