/// Reads what dispatches left: logs and artifacts, while they run and long after.
package protocol DispatchReader: Sendable {
    /// Lines of a log from a position on; an absent log is empty.
    ///
    /// - Parameters:
    ///   - id: the dispatch.
    ///   - position: where to begin; what lies inside a line, or beyond the end, counts as the end.
    ///   - limit: lines at most; fewer where they are long: a page ends with the line that reaches a KiB for each line of
    ///     the limit, or 64 KiB if that is more.
    /// - Returns: the lines, and where the next page begins.
    /// - Throws: when the log is there and cannot be read.
    func log(_ id: DispatchID, from position: LogPosition, limit: Int) async throws -> LogPage

    /// The last lines of a log, or the last before a position; an absent log is empty.
    ///
    /// - Parameters:
    ///   - id: the dispatch.
    ///   - end: where the lines end; nil is the end of the log. What lies inside a line, or beyond the end, counts as it.
    ///   - limit: lines at most; fewer where they are long, as for ``log(_:from:limit:)``.
    /// - Returns: the lines, and the places around them.
    /// - Throws: when the log is there and cannot be read.
    func logTail(_ id: DispatchID, before end: LogPosition?, limit: Int) async throws -> LogTail

    /// The sealed artifacts and their folder; nil before they are sealed.
    func artifacts(_ id: DispatchID) async throws -> (manifest: ArtifactManifest, directory: String)?

    /// How a dispatch ended, as its `summary.json` says; nil before the artifacts are sealed.
    func summary(_ id: DispatchID) async throws -> DispatchSummary?

    /// The lines that a dispatch's patch adds and removes; nil before the artifacts are sealed, or for a patch of more
    /// than 64 MiB.
    func changedLines(_ id: DispatchID) async throws -> PatchLineCounter?
}
