internal import CurlHTTP
internal import NIOHTTP1

extension Exchange {
    /// The request's body for a transfer that passes it on, with its length where that is known.
    var curlBody: CurlRequest.Body {
        if body.length == 0 { return head.headers.contains(name: "content-length") ? .bytes([]) : .none }
        return .stream(length: body.length, body.stream())
    }
}

extension CurlHeaders {
    /// The same fields in the same order.
    init(_ headers: HTTPHeaders) {
        self.init(headers.map { Field(name: $0.name, value: $0.value) })
    }
}
