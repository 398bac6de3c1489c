internal import CurlHTTP
internal import NIOHTTP1

/// Which headers a proxy passes on.
enum HeaderRules {
    /// Headers that are about one connection, not about the exchange.
    private static let hopByHop: Set<String> = [
        "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection", "te", "trailer",
        "transfer-encoding", "upgrade",
    ]
    /// Headers that carry who somebody is; none of the container's goes any further.
    static let credentials: Set<String> = [
        "authorization", "x-api-key", "x-goog-api-key", "api-key", "cookie", "proxy-authorization",
    ]
    /// Headers that the next connection's client makes itself.
    private static let framing: Set<String> = ["host", "content-length", "expect"]

    /// A request's headers without what is about the container's own connection, or carries the door's token.
    static func forwarded(_ headers: HTTPHeaders, withoutToken token: String, dropping: Set<String> = []) -> HTTPHeaders
    {
        let dropped = hopByHop.union(framing).union(dropping).union(namedByConnection(headers["connection"]))
        return HTTPHeaders(
            headers.filter { !dropped.contains($0.name.lowercased()) && !$0.value.contains(token) }
        )
    }

    /// A response's headers without what is about the provider's own connection, or carries a secret.
    static func returned(_ headers: CurlHeaders, withoutSecret secret: String? = nil) -> HTTPHeaders {
        let dropped = hopByHop.union(namedByConnection(headers.all("connection")))
        var result = HTTPHeaders()
        for field in headers where !dropped.contains(field.name.lowercased()) {
            if let secret, !secret.isEmpty, field.value.contains(secret) { continue }
            result.add(name: field.name, value: field.value)
        }
        return result
    }

    private static func namedByConnection(_ values: [String]) -> Set<String> {
        Set(values.flatMap { $0.lowercased().split(whereSeparator: { $0 == "," || $0 == " " }) }.map(String.init))
    }
}
