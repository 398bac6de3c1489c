/// What workspaces that outlive their dispatches may hold, and how long they are kept.
package struct WorkspaceSettings: Sendable, Hashable {
    /// MiB that one may hold.
    package var maximumMiB: Int
    /// Days without use after which one is removed.
    package var days: Int

    package init(maximumMiB: Int = 10_240, days: Int = 30) {
        self.maximumMiB = maximumMiB
        self.days = days
    }
}
