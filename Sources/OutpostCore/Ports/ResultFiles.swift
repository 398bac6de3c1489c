/// The files of results, which retention measures and removes.
package protocol ResultFiles: Sendable {
    /// Removes what a delivery that was cut off left of an ended dispatch, and measures the rest.
    ///
    /// - Returns: bytes; 0 where there is nothing.
    func measure(_ id: DispatchID) async throws -> Int

    /// Removes all files of an ended dispatch; they are out of sight at once, and what is gone already is no error.
    func discard(_ id: DispatchID) async throws

    /// Removes temporary files that a process which died left behind.
    ///
    /// Only for whoever has the data directory to itself.
    ///
    /// - Returns: their names.
    func removeLeftovers() async throws -> [String]

    /// Bytes that the disk has free for us; nil when it does not say.
    func freeBytes() async -> Int?
}
