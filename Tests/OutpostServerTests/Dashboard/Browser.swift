internal import Foundation
internal import HTTPTypes
internal import Testing

@testable internal import OutpostServer

/// A browser that keeps the dashboard's cookie.
struct Browser {
    let client: Client
    let cookie: String
    /// What the session's forms carry.
    let token: String

    /// Signs in.
    init(_ client: Client, key: String) async throws {
        self.client = client
        let reply = try await Self.signIn(client, key: key)
        #expect(reply.status == 303)
        let field = try #require(reply.header("Set-Cookie"))
        cookie = String(field.prefix { $0 != ";" })
        let page = try await client.send(.get, "/ui/agents", headers: ["Cookie": cookie])
        token = try #require(page.text.firstMatch(of: /name="token" value="([0-9a-f]{64})"/)).output.1.description
    }

    static func signIn(_ client: Client, key: String, next: String = "/ui") async throws -> Reply {
        try await client.send(.post, "/ui/sign-in", headers: form, body: encode(["key": key, "next": next]))
    }

    func get(_ path: String) async throws -> Reply {
        try await client.send(.get, path, headers: ["Cookie": cookie])
    }

    /// Sends a form with the session's token.
    func post(_ path: String, _ fields: [String: String] = [:]) async throws -> Reply {
        try await post(path, fields, token: token)
    }

    func post(_ path: String, _ fields: [String: String], token: String?) async throws -> Reply {
        var fields = fields
        fields["token"] = token
        let headers = Self.form.merging(["Cookie": cookie]) { $1 }
        return try await client.send(.post, path, headers: headers, body: Self.encode(fields))
    }

    static let form = ["Content-Type": "application/x-www-form-urlencoded"]

    static func encode(_ fields: [String: String]) -> String {
        fields.map { name, value in
            "\(name)=\(value.addingPercentEncoding(withAllowedCharacters: CharacterSet(charactersIn: "a"..."z")) ?? "")"
        }.joined(separator: "&")
    }
}
