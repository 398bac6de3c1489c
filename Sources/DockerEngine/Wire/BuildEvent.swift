/// What happens during a build, in order; the last one of a build that succeeded is `.built`.
package enum BuildEvent: Sendable, Hashable {
    /// An instruction of the Dockerfile begins.
    case step(current: Int, total: Int, text: String)
    /// Output of the engine or of a `RUN`, colour codes included, not necessarily whole lines.
    case output(String)
    /// A base image is being pulled.
    case progress(ImageProgress)
    /// The image's id, `sha256:…`.
    case built(imageID: String)
}

extension BuildEvent {
    /// Reads the text of a `stream` message.
    init(text: String) {
        if let step = Self.step(text) { self = step } else { self = .output(text) }
    }

    /// Reads "Step 2/7 : RUN make", and Podman's "STEP 2/7: RUN make".
    private static func step(_ text: String) -> BuildEvent? {
        let separators = ["Step ": " : ", "STEP ": ": "]
        guard let separator = separators[String(text.prefix(5))], let colon = text.firstRange(of: separator) else {
            return nil
        }
        let numbers = text[..<colon.lowerBound].dropFirst(5).split(separator: "/")
        guard numbers.count == 2, let current = Int(numbers[0]), let total = Int(numbers[1]) else { return nil }
        var instruction = text[colon.upperBound...]
        while let last = instruction.last, last.isNewline { instruction.removeLast() }
        return .step(current: current, total: total, text: String(instruction))
    }
}

/// Reads a classic build's messages.
///
/// A build that fails after its first byte still has status 200, so it succeeded only if an image id came and no failure.
struct BuildReader: MessageReader {
    private var imageID: String?

    mutating func read(_ message: [UInt8]) throws(DockerError) -> BuildEvent? {
        let message = try ProgressMessage.read(message, of: "POST /build")
        // Every stage of a multi-stage build reports one; the last is the result.
        if let id = message.imageID { imageID = id }
        if let text = message.stream { return BuildEvent(text: text) }
        return message.progress.map { .progress($0) }
    }

    mutating func finish() throws(DockerError) -> BuildEvent? {
        guard let imageID else { throw .stream("the build ended without an image") }
        return .built(imageID: imageID)
    }
}

/// Reads a pull's messages.
struct PullReader: MessageReader {
    mutating func read(_ message: [UInt8]) throws(DockerError) -> ImageProgress? {
        try ProgressMessage.read(message, of: "POST /images/create").progress
    }

    mutating func finish() throws(DockerError) -> ImageProgress? { nil }
}
