internal import Hummingbird
internal import OutpostAPI

extension ServerContext {
    /// An answer in the envelope.
    func answer<Content: Codable & Sendable>(
        _ content: Content,
        status: HTTPResponse.Status = .ok,
        pagination: Pagination? = nil,
        warnings: [String] = []
    ) throws -> Response {
        let meta = meta(pagination: pagination, warnings: warnings)
        return try Response.json(Envelope(data: content, meta: meta), status: status)
    }

    /// A page in the envelope.
    func answer<Item: Codable & Sendable>(page: PageBody<Item>, limit: Int) throws -> Response {
        let pagination = Pagination(cursor: page.nextCursor, hasMore: page.hasMore, limit: limit)
        return try answer(page, pagination: pagination)
    }

    /// A failure in the envelope.
    func answer(_ failure: APIError) -> Response {
        let envelope = ErrorEnvelope(error: failure.body, meta: meta())
        var response: Response
        do {
            response = try .json(envelope, status: failure.status)
        } catch {
            response = Response(status: .internalServerError)
        }
        for field in failure.headers { response.headers[field.name] = field.value }
        return response
    }
}

extension Response {
    /// A body as JSON, without an envelope.
    static func json(_ body: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response {
        let data = try APICoding.encode(body)
        return Response(
            status: status,
            headers: [.contentType: "application/json; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: data))
        )
    }
}
