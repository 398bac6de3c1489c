internal import Foundation
internal import OutpostCore

extension DispatchDecoder {
    /// Says which words about the repository change nothing.
    func warn(
        _ fields: inout FieldReader,
        ofRepository repository: String?,
        branch: String?,
        _ options: DispatchOptions
    ) {
        guard repository != nil else {
            if branch != nil { fields.warn("branch has no effect: there is no repository") }
            if options.workspaceInit == .minimal {
                fields.warn("workspaceInitMode 'minimal' has no effect: there is no repository")
            }
            return
        }
        guard options.workspaceInit == .none else { return }
        let reason = "workspaceInitMode 'none' checks nothing out"
        fields.warn(
            options.workspaceMode == .persistent
                ? "repo only names the workspace: \(reason)" : "repo has no effect: \(reason)"
        )
        if branch != nil { fields.warn("branch has no effect: \(reason)") }
    }

    /// Says what an expiry does not do.
    func warn(_ fields: inout FieldReader, ofExpiry options: DispatchOptions, timeout: Int?) {
        guard let expiresAt = options.expiresAt else { return }
        let longest = TimeInterval(timeout ?? DispatchRequest.defaultTimeoutSeconds)
        if expiresAt < now.addingTimeInterval(longest) {
            fields.warn("expires_at keeps the dispatch from starting later; it does not stop one that runs")
        }
        if options.workspaceMode == .persistent {
            fields.warn("expires_at does not concern the persistent workspace")
        }
    }
}
