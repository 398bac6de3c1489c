/// The output of a container, from attach or from its logs; it can be read once.
///
/// A reader that stalls an attach blocks the container after about 1 MB, so read eagerly. The end of the output does not
/// prove that the container ended: confirm by wait or inspect. Letting go of it closes the connection.
package struct ContainerOutput: AsyncSequence, Sendable {
    /// A frame.
    package typealias Element = OutputFrame
    /// The only error that reading throws.
    package typealias Failure = DockerError

    private let bytes: ByteStream

    init(bytes: ByteStream) {
        self.bytes = bytes
    }

    /// Starts to read.
    package func makeAsyncIterator() -> Iterator {
        Iterator(bytes: bytes.makeAsyncIterator())
    }

    /// Reads the frames of one output.
    package struct Iterator: AsyncIteratorProtocol {
        /// The only error that reading throws.
        package typealias Failure = DockerError

        private var bytes: ByteStream.Iterator
        private var decoder = MultiplexedStreamDecoder()
        private var ready: ArraySlice<OutputFrame> = []

        init(bytes: ByteStream.Iterator) {
            self.bytes = bytes
        }

        /// Waits for the next frame; nil is the end of the output.
        ///
        /// - Throws: `DockerError.unavailable` when it broke off, `.stream` when the engine reports a failure in it.
        package mutating func next() async throws(DockerError) -> OutputFrame? {
            try await next(isolation: #isolation)
        }

        /// Does the same on the caller's actor.
        package mutating func next(isolation actor: isolated (any Actor)?) async throws(DockerError) -> OutputFrame? {
            while ready.isEmpty {
                guard let chunk = try await bytes.next(isolation: actor) else {
                    try decoder.finish()
                    return nil
                }
                ready = try decoder.append(chunk)[...]
            }
            return ready.popFirst()
        }
    }
}
