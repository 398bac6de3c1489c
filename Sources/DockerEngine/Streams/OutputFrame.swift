/// Which of a process's two outputs something came from.
package enum OutputStream: String, Sendable, Hashable, CaseIterable {
    case stdout, stderr
}

/// Bytes that a container wrote, as the engine cut them; a frame is neither a line nor whole characters.
package struct OutputFrame: Sendable, Hashable {
    /// Where they were written.
    package var stream: OutputStream
    /// The bytes; never empty from an engine.
    package var bytes: [UInt8]

    /// Creates a frame.
    package init(stream: OutputStream, bytes: [UInt8]) {
        self.stream = stream
        self.bytes = bytes
    }
}
