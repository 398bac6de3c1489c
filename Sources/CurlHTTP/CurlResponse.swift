/// A response whose head is complete and whose body still streams.
package struct CurlResponse: Sendable {
    /// The status code; interim 1xx answers are skipped, 101 is final.
    package let status: Int
    /// The response's header fields; trailers are dropped.
    package let headers: CurlHeaders
    /// The body, as it arrives.
    package let body: CurlBody
}

/// A response with its whole body.
package struct CollectedResponse: Sendable, Equatable {
    /// The status code.
    package let status: Int
    /// The response's header fields.
    package let headers: CurlHeaders
    /// The whole body.
    package let body: [UInt8]
}
