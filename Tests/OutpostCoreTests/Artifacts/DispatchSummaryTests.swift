internal import Foundation
internal import OutpostCore
internal import Testing

@Suite("A dispatch's summary")
struct DispatchSummaryTests {
    @Test("has Outpost v2's field names, and says what the parts know")
    func fields() throws {
        var dispatch = try Samples.dispatch()
        _ = dispatch.state.apply(.provisioning(containerName: "name"))
        _ = dispatch.state.apply(.started(boot: "boot", at: Samples.epoch + 10))
        var facts = RepositoryFacts(beforeSHA: "before", afterSHA: "after", changes: .committed, filesChanged: 2)
        var outcome = AgentOutcome(terminal: .failure)
        outcome.usage = TokenUsage(inputTokens: 120, outputTokens: 8, cachedInputTokens: 100)
        outcome.costUSD = 0.25
        facts.outcome = outcome
        (facts.linesAdded, facts.linesRemoved) = (7, 5)
        let limited = DispatchError(.rateLimit, resetAt: Samples.epoch + 100)
        let end = DispatchEnd(
            status: .failed,
            reason: .exit,
            exitCode: 3,
            message: "words",
            flags: [.logTruncated],
            error: limited
        )
        let summary = DispatchSummary(dispatch, end: end, facts: facts, modelRequests: 4, at: Samples.epoch + 25)
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .secondsSince1970
        let object = try JSONSerialization.jsonObject(with: try encoder.encode(summary)) as? NSDictionary
        let expected: NSDictionary = [
            "dispatch_id": "01ARZ3NDEKTSV4RRFFQ69G5FAV", "agent_type": "sample", "model_id": "large-1",
            "status": "failed",
            "outcome": "exit", "exit_code": 3, "message": "words", "flags": ["log_truncated"], "changes": "committed",
            "before_sha": "before", "after_sha": "after", "files_changed": 2, "lines_added": 7, "lines_removed": 5,
            "model_requests": 4,
            "timeout_seconds": 600,
            "duration_seconds": 15, "created_at": 1_700_000_000, "started_at": 1_700_000_010,
            "completed_at": 1_700_000_025,
            "usage": ["input_tokens": 120, "output_tokens": 8, "cached_input_tokens": 100],
            "reported_cost_usd": 0.25,
            "error": [
                "class": "rate_limit", "retryable": true, "reset_at": 1_700_000_100,
                "remedy": "send it again after 2023-11-14T22:15:00Z",
            ],
        ]
        #expect(object == expected)
    }

    @Test("leaves out what is not known")
    func absent() throws {
        let end = DispatchEnd(status: .failed, reason: .image)
        let summary = DispatchSummary(try Samples.dispatch(), end: end, facts: nil, modelRequests: 0, at: Samples.epoch)
        let object = try JSONSerialization.jsonObject(with: try JSONEncoder().encode(summary)) as? [String: Any]
        let keys = Set(try #require(object).keys)
        #expect(
            keys.isDisjoint(with: [
                "exit_code", "message", "changes", "started_at", "duration_seconds", "repo_url", "branch", "usage",
                "reported_cost_usd",
            ])
        )
    }
}
