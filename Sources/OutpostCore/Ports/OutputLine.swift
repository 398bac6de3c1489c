/// One line of a container's output, without its line end.
package struct OutputLine: Sendable, Hashable {
    /// The stream that the line came on.
    package let stream: Stream
    /// UTF-8; bytes that are not are replaced.
    package let text: String
    /// Whether it was too long and goes on as the next one of its stream; then it ends with ``cutMark``.
    package let isCut: Bool

    /// What a line that was cut ends with.
    package static let cutMark = " [cut: the line goes on]"

    /// A process's two outputs.
    package enum Stream: String, Sendable, Hashable, Codable {
        case stdout, stderr
    }

    package init(stream: Stream, text: String, isCut: Bool = false) {
        self.stream = stream
        self.text = text
        self.isCut = isCut
    }
}
