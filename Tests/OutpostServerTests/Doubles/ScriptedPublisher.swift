internal import Foundation
internal import OutpostCore
internal import Synchronization

/// Pushes nothing, and says that it did.
final class ScriptedPublisher: RepositoryPublisher, PullRequestOpener {
    private let published = Mutex<[PublishedResults]>([])
    private let failure = Mutex<PromotionError?>(nil)

    /// What was to be pushed.
    var results: [PublishedResults] { published.withLock { $0 } }

    /// Fails from now on.
    func fail(with error: PromotionError) { failure.withLock { $0 = error } }

    func publish(_ results: PublishedResults) async throws -> Publication {
        if let error = failure.withLock({ $0 }) { throw error }
        let isRepeated = published.withLock { all in
            defer { all.append(results) }
            return all.contains(results)
        }
        return Publication(
            branch: results.branch,
            commit: String(repeating: "c", count: 40),
            baseBranch: results.baseBranch ?? "main",
            commits: 1,
            filesChanged: 2,
            isRepeated: isRepeated
        )
    }

    func open(_ opening: PullRequestOpening) async throws -> PullRequest {
        PullRequest(number: 7, url: "https://git.test/pulls/7?\(opening.title)")
    }
}
