internal import CurlHTTP
internal import Foundation
internal import OutpostAPI
internal import Testing

/// A client of the HTTP interface with one key.
struct APIClient: Sendable {
    let url: String
    let key: String?
    /// The agent of its dispatches.
    let agent: String
    let curl: CurlClient

    /// Makes a call; a path that is a whole URL is taken as it is.
    func call(
        _ method: String,
        _ path: String,
        _ body: JSONValue? = nil,
        headers: [(String, String)] = []
    ) async throws -> APIAnswer {
        try await call(method, path, bytes: try body.map { Array(try APICoding.encode($0)) }, headers: headers)
    }

    /// The same with any body.
    func call(
        _ method: String,
        _ path: String,
        bytes: [UInt8]?,
        headers: [(String, String)] = []
    ) async throws -> APIAnswer {
        let response = try await curl.collect(request(method, path, bytes: bytes, headers: headers))
        return APIAnswer(status: response.status, headers: response.headers, body: Data(response.body))
    }

    func request(
        _ method: String,
        _ path: String,
        bytes: [UInt8]? = nil,
        headers: [(String, String)] = [],
        deadline: Duration = .seconds(300)
    ) -> CurlRequest {
        var fields = CurlHeaders()
        if let key { fields.add("X-API-Key", key) }
        if bytes != nil { fields.add("Content-Type", "application/json") }
        for (name, value) in headers { fields.set(name, value) }
        return CurlRequest(
            method: method,
            url: path.hasPrefix("http") ? path : url + path,
            headers: fields,
            body: bytes.map { .bytes($0) } ?? .none,
            deadline: deadline,
            // Nothing may be sent twice behind the test's back.
            connection: .fresh
        )
    }

    /// Asks for a dispatch.
    func post(_ task: String, _ fields: [String: JSONValue] = [:]) async throws -> APIAnswer {
        var body = fields
        body["agent"] = body["agent"] ?? .string(agent)
        body["task"] = .string(task)
        return try await call("POST", "/dispatch", .object(body))
    }

    /// Makes a dispatch.
    ///
    /// - Returns: its id.
    func dispatch(_ task: String, _ fields: [String: JSONValue] = [:]) async throws -> String {
        let answer = try await post(task, fields)
        try #require(answer.status == 201, "\(answer.text)")
        return try #require(answer.data["dispatchId"].text)
    }

    /// What is known of a dispatch, with a page of its log unless the query says otherwise.
    func get(_ id: String, _ query: String = "?skipLogs=true") async throws -> JSONValue {
        let answer = try await call("GET", "/dispatch/\(id)\(query)")
        try #require(answer.status == 200, "\(answer.text)")
        return answer.data
    }

    func cancel(_ id: String) async throws -> APIAnswer { try await call("DELETE", "/dispatch/\(id)") }
}

/// An answer of the server.
struct APIAnswer: Sendable {
    let status: Int
    let headers: CurlHeaders
    let body: Data

    var text: String { String(decoding: body, as: UTF8.self) }
    /// The body; null where it is not JSON.
    var json: JSONValue { (try? APICoding.decode(JSONValue.self, from: body)) ?? .null }
    var data: JSONValue { json["data"] }
    var errorCode: String? { json["error"]["code"].text }
}
