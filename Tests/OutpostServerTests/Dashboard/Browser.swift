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
        cookie = try #require(reply.cookies.first { $0.contains(DashboardCookie.session.rawValue) })
        let page = try await client.send(.get, "/ui/agents", headers: ["Cookie": cookie])
        token = try page.formToken
    }

    /// Signs in as a browser does: by the page's form, with the cookie that came with it.
    static func signIn(
        _ client: Client,
        key: String,
        next: String = "/ui",
        page: Reply? = nil,
        _ fields: [String: String] = [:]
    ) async throws -> Reply {
        let shown = if let page { page } else { try await client.send(.get, "/ui/sign-in") }
        let cookie = try #require(shown.cookies.first { $0.contains(DashboardCookie.signIn.rawValue) })
        let body = ["key": key, "next": next, "token": try shown.formToken].merging(fields) { $1 }
        return try await client.send(
            .post,
            "/ui/sign-in",
            headers: form.merging(["Cookie": cookie]) { $1 },
            body: encode(body)
        )
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

extension Reply {
    /// Names and values of the cookies that it sets; one that it ends has none.
    var cookies: [String] {
        headers[values: .setCookie].filter { !$0.contains("Max-Age=0") }.map { String($0.prefix { $0 != ";" }) }
    }

    /// What the first form of the page has to carry.
    var formToken: String {
        get throws {
            try #require(text.firstMatch(of: /name="token" value="([0-9a-f]{64})"/)).output.1.description
        }
    }
}
