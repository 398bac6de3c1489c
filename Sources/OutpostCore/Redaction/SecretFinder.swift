/// Tells which secrets a stream of bytes holds, and changes nothing.
package struct SecretFinder: Sendable {
    private var redactor: StreamRedactor
    private var discarded: [UInt8] = []

    package init(_ patterns: SecretPatterns) {
        redactor = StreamRedactor(patterns)
    }

    /// Looks through the next bytes.
    package mutating func look(through bytes: some Collection<UInt8>) {
        discarded.removeAll(keepingCapacity: true)
        redactor.append(bytes, to: &discarded)
    }

    /// Ends the stream.
    ///
    /// - Returns: names of the secrets and shapes in it, sorted.
    package mutating func finish() -> [String] {
        redactor.finish(&discarded)
        return redactor.names
    }
}
