/// Bounds of what one dispatch may leave behind.
package struct ArtifactLimits: Sendable, Hashable {
    /// Bytes of the whole tar; more rejects it.
    ///
    /// Default 1 GiB.
    package var totalBytes: Int
    /// Bytes of one file; a larger one is refused alone.
    ///
    /// Default 512 MiB.
    package var fileBytes: Int
    /// Entries; the rest are refused.
    ///
    /// Default 10,000.
    package var entries: Int
    /// Bytes of `output.log`; lines beyond are counted only.
    ///
    /// Default 64 MiB.
    package var logBytes: Int

    package init(
        totalBytes: Int = 1 << 30,
        fileBytes: Int = 512 << 20,
        entries: Int = 10_000,
        logBytes: Int = 64 << 20
    ) {
        self.totalBytes = totalBytes
        self.fileBytes = fileBytes
        self.entries = entries
        self.logBytes = logBytes
    }
}
