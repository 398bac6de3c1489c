internal import CurlHTTP

/// The raw bytes of an answer, as they arrive; it can be read once.
///
/// What is not read holds the engine back; letting go of it closes the connection.
package struct ByteStream: AsyncSequence, Sendable {
    /// A chunk of any size.
    package typealias Element = [UInt8]
    /// The only error that reading throws.
    package typealias Failure = DockerError

    private let body: CurlBody
    private let call: String

    init(body: CurlBody, call: String) {
        self.body = body
        self.call = call
    }

    /// Starts to read.
    package func makeAsyncIterator() -> Iterator {
        Iterator(body: body.makeAsyncIterator(), call: call)
    }

    /// Reads the chunks of one answer.
    package struct Iterator: AsyncIteratorProtocol {
        /// The only error that reading throws.
        package typealias Failure = DockerError

        private var body: CurlBody.Iterator
        private let call: String

        init(body: CurlBody.Iterator, call: String) {
            self.body = body
            self.call = call
        }

        /// Waits for the next chunk; nil is the end of a complete answer.
        ///
        /// - Throws: `DockerError.unavailable` when the answer was cut short, `.cancelled`.
        package mutating func next() async throws(DockerError) -> [UInt8]? {
            try await next(isolation: #isolation)
        }

        /// Does the same on the caller's actor.
        package mutating func next(isolation actor: isolated (any Actor)?) async throws(DockerError) -> [UInt8]? {
            do {
                return try await body.next(isolation: actor)
            } catch {
                throw DockerError(error, call: call)
            }
        }
    }
}
