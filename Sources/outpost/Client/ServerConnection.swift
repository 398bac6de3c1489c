internal import CurlHTTP
internal import Foundation
internal import OutpostAPI

/// Calls of one server's HTTP interface.
struct ServerConnection: Sendable {
    let address: ServerAddress
    let curl: CurlClient

    static let deadline = Duration.seconds(30)

    /// Makes a call.
    ///
    /// - Parameters:
    ///   - method: in capitals.
    ///   - target: path and query, percent-encoded.
    ///   - body: sent as JSON.
    ///   - headers: on top of the key and the content type.
    ///   - deadline: for the whole exchange.
    ///   - type: what the answer holds.
    /// - Returns: the answer with what it says about itself.
    /// - Throws: `CurlError` where no answer came, ``CommandFailure`` with the server's words where it refused.
    func call<Answer: Codable & Sendable>(
        _ method: String,
        _ target: String,
        _ body: (any Encodable & Sendable)? = nil,
        headers: CurlHeaders = [:],
        deadline: Duration = deadline,
        as type: Answer.Type = Answer.self
    ) async throws -> Envelope<Answer> {
        let payload = try body.map { CurlRequest.Body.bytes(Array(try APICoding.encode($0))) }
        let request = request(method, target, headers: headers, body: payload ?? .none, deadline: deadline)
        return try read(try await curl.collect(request), of: "\(method) \(target)", as: type)
    }

    /// The answer in a response.
    ///
    /// - Throws: ``CommandFailure``.
    func read<Answer: Codable & Sendable>(
        _ response: CollectedResponse,
        of call: String,
        as type: Answer.Type
    ) throws -> Envelope<Answer> {
        guard (200..<300).contains(response.status) else {
            throw failure(response.status, response.body, of: call)
        }
        do {
            return try APICoding.decode(Envelope<Answer>.self, from: Data(response.body))
        } catch {
            throw CommandFailure(
                .infrastructure,
                "what answers at \(address.description) is not Outpost, or not this version of it",
                hint: address.remedy
            )
        }
    }

    /// The same for who needs the answer alone.
    func answer<Answer: Codable & Sendable>(
        _ method: String,
        _ target: String,
        _ body: (any Encodable & Sendable)? = nil,
        headers: CurlHeaders = [:],
        deadline: Duration = deadline,
        as type: Answer.Type = Answer.self
    ) async throws -> Answer {
        try await call(method, target, body, headers: headers, deadline: deadline, as: type).data
    }

    /// A request with what the server wants to see of its caller, on a connection of its own: nothing is sent twice.
    func request(
        _ method: String,
        _ target: String,
        headers: CurlHeaders = [:],
        body: CurlRequest.Body = .none,
        deadline: Duration
    ) -> CurlRequest {
        var headers = headers
        if case .bytes = body { headers.set("Content-Type", "application/json") }
        var request = CurlRequest(method: method, url: target, body: body, deadline: deadline, connection: .fresh)
        switch address {
        case .remote(let url, let key):
            request.url = url + target
            headers.set("X-API-Key", key)
        case .local(let directory, let tenant):
            request.url = "http://localhost" + target
            request.unixSocketPath = directory + "/admin.sock"
            if let tenant { headers.set("X-Outpost-Tenant", Self.escaped(tenant)) }
        }
        request.headers = headers
        return request
    }

    /// Why the server refused, in its own words.
    func failure(_ status: Int, _ body: [UInt8], of call: String) -> CommandFailure {
        guard let failure = try? APICoding.decode(ErrorEnvelope.self, from: Data(body)) else {
            return CommandFailure(
                .infrastructure,
                "\(address.description) answered \(status) to \(call), which is not an answer of Outpost's",
                hint: address.remedy
            )
        }
        return CommandFailure(failure.error, from: address)
    }

    /// One segment of a path, or one value of a query.
    static func escaped(_ text: String) -> String {
        let unreserved = CharacterSet(
            charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
        )
        return text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
    }

    /// A query of the parameters that have a value, with its question mark; empty without any.
    static func query(_ parameters: [(name: String, value: String?)]) -> String {
        let parts = parameters.compactMap { name, value in value.map { "\(name)=\(escaped($0))" } }
        return parts.isEmpty ? "" : "?" + parts.joined(separator: "&")
    }
}
