/// Tells which secrets a file holds, and changes nothing.
///
/// It looks twice: at the file as it is, and without its line ends, which would hide an encoding that is wrapped.
package struct SecretFinder: Sendable {
    private let patterns: SecretPatterns
    private let isPatch: Bool
    private var asIs: StreamRedactor
    private var unwrapped: StreamRedactor
    private var isLineStart = false
    private var discarded: [UInt8] = []

    /// - Parameters:
    ///   - patterns: what is looked for.
    ///   - isPatch: whether the first character of each line is not the text's own.
    package init(_ patterns: SecretPatterns, isPatch: Bool = false) {
        self.patterns = patterns
        self.isPatch = isPatch
        asIs = StreamRedactor(patterns)
        unwrapped = StreamRedactor(patterns)
    }

    /// Looks through the next bytes.
    package mutating func look(through bytes: some Collection<UInt8>) {
        discarded.removeAll(keepingCapacity: true)
        asIs.append(bytes, to: &discarded)
        // The looks of a credential mean nothing where the ends of lines are missing.
        guard patterns.secretCount > 0 else { return }
        var joined: [UInt8] = []
        joined.reserveCapacity(bytes.count)
        for byte in bytes {
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
                isLineStart = true
            } else {
                if !isLineStart || !isPatch { joined.append(byte) }
                isLineStart = false
            }
        }
        unwrapped.append(joined, to: &discarded)
    }

    /// Ends the file.
    ///
    /// - Returns: names of the secrets and shapes in it, sorted.
    package mutating func finish() -> [String] {
        asIs.finish(&discarded)
        unwrapped.finish(&discarded)
        return Set(asIs.names + unwrapped.secretNames).sorted()
    }
}
