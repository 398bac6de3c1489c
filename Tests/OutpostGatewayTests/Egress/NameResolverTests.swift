internal import Foundation
internal import OutpostCore
internal import TestSupport
internal import Testing

@testable internal import OutpostGateway

@Suite("Looking names up for the gateway's own connections", .timeLimit(.minutes(10)))
struct NameResolverTests {
    private let rule = EgressRule(host: "git.test", port: 443)

    @Test("goes on without an answer where name servers give none, and keeps nobody else waiting")
    func silent() async throws {
        let answers = DispatchSemaphore(value: 0)
        let asked = Observed<[String]>([])
        let resolver = NameResolver(threads: 1, limit: .milliseconds(50)) { host, _ in
            asked.update { $0.append(host) }
            answers.wait()
            return "192.0.2.1"
        }
        #expect(try await resolver.address(of: rule) == nil)
        // The only thread still waits for the first answer.
        #expect(try await resolver.address(of: EgressRule(host: "late.test", port: 443)) == nil)
        answers.signal()
        let other = NameResolver(threads: 1) { host, port in "\(host) \(port)" }
        #expect(try await other.address(of: rule) == "git.test 443")
        #expect(asked.value.first == "git.test")
    }

    @Test("finds this machine by its name, and no host that is none")
    func system() async throws {
        #expect(try await NameResolver.shared.address(of: EgressRule(host: "127.0.0.1", port: 1)) == "127.0.0.1")
        let failing = NameResolver(threads: 1) { _, _ in throw WebhookFailure("not found") }
        #expect(try await failing.address(of: rule) == nil)
    }

    @Test("tells a cancelled task so")
    func cancelled() async throws {
        let answer = DispatchSemaphore(value: 0)
        let asked = Observed(false)
        let resolver = NameResolver(threads: 1) { _, _ in
            asked.update { $0 = true }
            answer.wait()
            return "192.0.2.1"
        }
        let rule = rule
        let task = Task { try await resolver.address(of: rule) }
        _ = try await asked.wait { $0 }
        task.cancel()
        answer.signal()
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}
