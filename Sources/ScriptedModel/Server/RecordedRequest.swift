/// A request as the scripted model received it.
package struct RecordedRequest: Sendable, Equatable {
    /// `POST`, say.
    package let method: String
    /// Path and query, as sent.
    package let path: String
    /// Headers in the order sent.
    package let headers: [(name: String, value: String)]
    /// The whole body.
    package let body: [UInt8]
    /// 1-based ordinal among the requests that the model answers; nil for all others.
    package let ordinal: Int?

    init(method: String, path: String, headers: [(name: String, value: String)], body: [UInt8], ordinal: Int? = nil) {
        self.method = method
        self.path = path
        self.headers = headers
        self.body = body
        self.ordinal = ordinal
    }

    /// The first header of this name, in any case.
    package func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// The body as JSON; nil where it is none.
    package var json: JSON? {
        try? JSON.parse(body)
    }

    package static func == (one: RecordedRequest, other: RecordedRequest) -> Bool {
        one.method == other.method && one.path == other.path && one.body == other.body
            && one.ordinal == other.ordinal && one.headers.elementsEqual(other.headers, by: ==)
    }

    func with(ordinal: Int?) -> RecordedRequest {
        RecordedRequest(method: method, path: path, headers: headers, body: body, ordinal: ordinal)
    }

    /// Every key that the request presents, wherever the four providers look for one.
    var presentedKeys: [String] {
        var keys = ["x-api-key", "x-goog-api-key"].compactMap(header)
        if let authorization = header("authorization"), authorization.lowercased().hasPrefix("bearer ") {
            keys.append(String(authorization.dropFirst("bearer ".count)))
        }
        let query = path.split(separator: "?", maxSplits: 1).dropFirst().first ?? ""
        for item in query.split(separator: "&") where item.hasPrefix("key=") {
            keys.append(String(item.dropFirst("key=".count)))
        }
        return keys
    }
}
