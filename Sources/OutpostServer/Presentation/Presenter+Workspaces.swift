internal import Foundation
internal import OutpostAPI
internal import OutpostCore

extension Presenter {
    func body(of view: WorkspaceView) -> WorkspaceBody {
        let workspace = view.workspace
        return WorkspaceBody(
            workspaceId: workspace.id.text,
            userId: workspace.key.tenant,
            createdAt: APITime(workspace.createdAt),
            lastAccessedAt: APITime(workspace.lastUsedAt),
            sizeBytes: workspace.sizeBytes,
            sizeFormatted: Self.formatted(bytes: workspace.sizeBytes),
            repoUrl: workspace.key.repository,
            status: view.dispatch == nil ? "available" : "in_use",
            currentDispatchId: view.dispatch?.text,
            expiresAt: APITime(workspace.expiresAt)
        )
    }

    /// A size in Outpost v2's words: `0 B`, `1.00 KB`, `50.00 MB`.
    static func formatted(bytes: Int) -> String {
        guard bytes > 0 else { return "0 B" }
        let units = ["B", "KB", "MB", "GB", "TB"]
        var value = Double(bytes)
        var unit = 0
        while value >= 1024, unit < units.count - 1 {
            value /= 1024
            unit += 1
        }
        return value.formatted(
            .number.precision(.fractionLength(2)).grouping(.never).locale(Locale(identifier: "en_US"))
        )
            + " " + units[unit]
    }
}
