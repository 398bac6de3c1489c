internal import Foundation
internal import OutpostAPI
internal import Subprocess
internal import TestSupport
internal import Testing

extension ServerUnderLoadTests {
    // The first one may build the agent's image.
    @Suite("Every kind of secret", .timeLimit(.minutes(20)))
    struct CanaryTests {
        /// How a dispatch ends.
        enum Ending: String, CaseIterable, CustomTestStringConvertible {
            case success, failed, timeout, cancelled, killed

            var testDescription: String { rawValue }
            /// The exit status of the agent, once its model has answered.
            var code: Int { self == .failed ? 3 : 0 }
            var status: String { self == .killed ? "success" : rawValue }
            /// Whether the agent gets as far as saying its secrets.
            var isSaid: Bool { self != .timeout && self != .cancelled }
        }

        @Test("is nowhere but where it is used, however the dispatch ends", arguments: Ending.allCases)
        func sweep(_ ending: Ending) async throws {
            let gate = Gate()
            let answers: @Sendable (RawRequest) -> RawAnswer = { request in
                let isHeld = request.connection < 2
                return RawAnswer((isHeld ? [.wait(gate)] : []) + RawAnswer.json("{}").steps)
            }
            let secrets = CanarySweep.Secrets()
            try await GitHTTPServer.with(password: secrets.git) { git in
                try await RawServer.withServer(.tcp, answer: answers) { model in
                    try await ServerBench.with { bench in
                        let sweep = try await CanarySweep(bench, git, model, secrets)
                        try await run(ending, sweep, gate)
                    }
                }
            }
        }

        private func run(_ ending: Ending, _ sweep: CanarySweep, _ gate: Gate) async throws {
            var ids: [String] = []
            let first = try await sweep.serve { server in
                let client = server.client(sweep.key)
                ids = try await sweep.dispatch(
                    client,
                    code: ending.code,
                    seconds: ending == .timeout ? 30 : 600
                )
                let held = try await sweep.model.waitForRequests(2)
                #expect(held.allSatisfy { $0["x-api-key"] == sweep.secrets.provider })
                // A deadline would not wait for the search.
                if ending != .timeout { for id in ids { try await sweep.checkRunning(id, server) } }
                switch ending {
                case .success, .failed: gate.open()
                case .timeout: break
                case .cancelled: for id in ids { _ = try await client.cancel(id) }
                case .killed: return try server.send(.kill)
                }
                try await check(ids, ending, sweep, server)
            }
            try await sweep.checkFiles()
            #expect(sweep.search.found(in: first.log) == [])
            guard ending == .killed else { return }
            let second = try await sweep.serve { server in
                try await check(ids, ending, sweep, server)
            }
            try await sweep.checkFiles()
            #expect(sweep.search.found(in: second.log) == [])
        }

        private func check(
            _ ids: [String],
            _ ending: Ending,
            _ sweep: CanarySweep,
            _ server: RunningServer
        ) async throws {
            for id in ids {
                let ended = try await server.client(sweep.key).ended(id)
                #expect(ended["status"].text == ending.status, "\(ended)")
                #expect(!ended["flags"].elements.contains("redaction_partial"), "\(ended)")
                try await sweep.checkEnded(id, server, isSaid: ending.isSaid)
            }
            try await sweep.checkEngine()
        }
    }
}
