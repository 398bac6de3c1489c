extension CurlClient {
    /// Sends a request and returns when the head of the response is complete; the body streams.
    ///
    /// Cancelling the task ends the exchange and closes its connection at once. The upload of a streamed request body may go
    /// on after this returns.
    ///
    /// - Throws: every case of `CurlError` but `bodyTooLarge`.
    package func send(_ request: CurlRequest) async throws(CurlError) -> CurlResponse {
        try request.validate()
        let exchange = Exchange(request: request, loop: loop)
        let head = try await exchange.start().get()
        let body = CurlBody(exchange: exchange, client: self)
        return CurlResponse(status: head.status, headers: head.headers, body: body)
    }

    /// Sends a request and reads the whole response.
    ///
    /// - Parameters:
    ///   - request: the request.
    ///   - limit: the most bytes of body to hold; 64 MiB by default.
    /// - Returns: a complete response.
    /// - Throws: every case of `CurlError`; a response that was cut is never returned.
    package func collect(_ request: CurlRequest, limit: Int = 64 << 20) async throws(CurlError) -> CollectedResponse {
        let response = try await send(request)
        let body = try await response.body.collect(limit: limit)
        return CollectedResponse(status: response.status, headers: response.headers, body: body)
    }
}
