/// Something that reads the engine's JSON messages one by one and turns them into what a caller wants.
protocol MessageReader<Output>: Sendable {
    associatedtype Output: Sendable

    /// Takes one message; nil where it says nothing.
    mutating func read(_ message: [UInt8]) throws(DockerError) -> Output?

    /// Ends the stream: returns a last output, or throws when something that must come is missing.
    mutating func finish() throws(DockerError) -> Output?
}

/// Typed messages of a pull, build or event call, in order; it can be read once.
package struct MessageStream<Output: Sendable>: AsyncSequence, Sendable {
    /// A message.
    package typealias Element = Output
    /// The only error that reading throws.
    package typealias Failure = DockerError

    private let bytes: ByteStream
    private let reader: any MessageReader<Output>

    init(bytes: ByteStream, reader: any MessageReader<Output>) {
        self.bytes = bytes
        self.reader = reader
    }

    /// Starts to read.
    package func makeAsyncIterator() -> Iterator {
        Iterator(bytes: bytes.makeAsyncIterator(), reader: reader)
    }

    /// Reads the messages of one call.
    package struct Iterator: AsyncIteratorProtocol {
        /// The only error that reading throws.
        package typealias Failure = DockerError

        private var bytes: ByteStream.Iterator
        private var reader: any MessageReader<Output>
        private var lines = JSONLines()
        private var ready: ArraySlice<[UInt8]> = []
        private var phase = Phase.reading

        fileprivate init(bytes: ByteStream.Iterator, reader: any MessageReader<Output>) {
            self.bytes = bytes
            self.reader = reader
        }

        /// Waits for the next message; nil is the end of a call that succeeded.
        ///
        /// - Throws: `DockerError.stream` for a failure that the engine reports, `.unavailable` when the answer broke off.
        package mutating func next() async throws(DockerError) -> Output? {
            try await next(isolation: #isolation)
        }

        /// Does the same on the caller's actor.
        package mutating func next(isolation actor: isolated (any Actor)?) async throws(DockerError) -> Output? {
            while true {
                while let message = ready.popFirst() {
                    if let output = try reader.read(message) { return output }
                }
                switch phase {
                case .reading:
                    if let chunk = try await bytes.next(isolation: actor) {
                        ready = try lines.append(chunk)[...]
                    } else {
                        ready = lines.finish()[...]
                        phase = .draining
                    }
                case .draining:
                    phase = .ended
                    return try reader.finish()
                case .ended: return nil
                }
            }
        }

        private enum Phase {
            case reading, draining, ended
        }
    }
}
