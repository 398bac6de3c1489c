/// Results that cannot be carried back.
package enum PromotionError: Error, Sendable, Hashable {
    /// The dispatch goes on.
    case notEnded(DispatchStatus)
    /// The agent left the repository as it was.
    case noChanges
    /// The dispatch had no repository, or one that is not reached over http or https.
    case noRepository
    /// The results are not there any more, or not all of them came.
    case resultsMissing
    /// The changes hold secrets; their names.
    case containsSecret([String])
    /// The commits could not be looked through for secrets; why.
    case unsearched(String)
    /// The repository has not the commit that the agent started from.
    case startMissing(commit: String)
    /// The branch points to something else; its commit.
    case branchTaken(branch: String, commit: String)
    /// The results break git's rules, or do not fit the commit that they name; why.
    case unusableResults(String)
    /// The repository's host, or the operator, does not let us; why, and what to do.
    case refused(String)
    /// A field of the request is wrong.
    case invalid(field: String, reason: String)
    /// The repository's host did not answer; why.
    case unreachable(String)
    /// A step took too long, or this machine could not do it.
    case failed(String)
}

extension PromotionError {
    /// One sentence for people: what happened, and what to do next.
    package var message: String {
        switch self {
        case .notEnded: "The dispatch has not ended; promote it when it has, or cancel it first"
        case .noChanges: "The dispatch changed nothing, so there is nothing to promote"
        case .noRepository:
            "The dispatch has no repository on a git server; take diff.patch from its artifacts"
        case .resultsMissing:
            "The results of the dispatch are gone or incomplete; look at its artifacts, or dispatch the task again"
        case .containsSecret(let names):
            "The changes hold a secret (\(names.joined(separator: ", "))), so they are not pushed; look at diff.patch and"
                + " commits.bundle, and promote with allowSecrets if it may be seen by all who read the repository"
        case .unsearched(let reason):
            "The commits could not be looked through for secrets (\(reason)), so they are not pushed; look at"
                + " commits.bundle, and promote with allowSecrets if all who read the repository may see it"
        case .startMissing(let commit):
            "The repository has no commit \(commit.prefix(12)), from which the agent started;"
                + " take diff.patch from the artifacts"
        case .branchTaken(let branch, let commit):
            "The branch '\(branch)' exists and points to \(commit.prefix(12)), which is not part of this promotion;"
                + " name another branch, or delete that one"
        case .unusableResults(let reason): "The results cannot be promoted: \(reason)"
        case .refused(let reason):
            "The repository cannot be pushed to: \(reason)"
        case .invalid(_, let reason): reason
        case .unreachable(let reason): "The repository's host cannot be reached: \(reason)"
        case .failed(let reason): "The promotion did not come to an end: \(reason)"
        }
    }
}
