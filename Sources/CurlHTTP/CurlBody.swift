/// The body of a response, in chunks as they arrive; it can be read once.
///
/// Back-pressure: when more than 256 KiB wait unread, the transfer is paused and the server's writes block in the end.
/// Letting the body go, iterator included, before its end cancels the transfer and closes the connection.
package struct CurlBody: AsyncSequence, Sendable {
    package typealias Element = [UInt8]
    package typealias Failure = CurlError

    private let lease: Lease

    init(exchange: Exchange, client: CurlClient) {
        lease = Lease(exchange: exchange, client: client)
    }

    /// Starts to read; a second iterator would share the chunks with the first.
    package func makeAsyncIterator() -> Iterator {
        Iterator(lease: lease)
    }

    /// Reads the rest of the body into memory.
    ///
    /// - Parameter limit: the most bytes to hold.
    /// - Returns: the bytes, up to the end of a complete body.
    /// - Throws: `CurlError.bodyTooLarge` past the limit, and what `Iterator.next()` throws.
    package func collect(limit: Int) async throws(CurlError) -> [UInt8] {
        var bytes: [UInt8] = []
        var iterator = makeAsyncIterator()
        while let chunk = try await iterator.next() {
            guard bytes.count + chunk.count <= limit else { throw .bodyTooLarge(limit: limit) }
            bytes.append(contentsOf: chunk)
        }
        return bytes
    }

    /// Reads the chunks of one body.
    package struct Iterator: AsyncIteratorProtocol {
        package typealias Failure = CurlError

        fileprivate let lease: Lease

        /// Waits for the next chunk, of any size; nil is the end of a complete body.
        ///
        /// - Throws: `CurlError.connectionLost(phase: .inBody, …)` for a body cut short, `.deadlineExceeded`, `.cancelled`.
        package mutating func next() async throws(CurlError) -> [UInt8]? {
            try await lease.exchange.nextChunk().get()
        }

        /// Waits for the next chunk on the caller's actor; see `next()`.
        package mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws(CurlError) -> [UInt8]? {
            try await lease.exchange.nextChunk().get()
        }
    }

    /// What a reader holds: its last reference gone means that nobody reads, while the client has to live until then.
    fileprivate final class Lease: Sendable {
        let exchange: Exchange
        let client: CurlClient

        init(exchange: Exchange, client: CurlClient) {
            self.exchange = exchange
            self.client = client
        }

        deinit { exchange.cancel() }
    }
}
