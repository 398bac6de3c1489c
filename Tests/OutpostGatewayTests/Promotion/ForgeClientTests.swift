internal import CurlHTTP
internal import Foundation
internal import NIOHTTP1
internal import OutpostCore
internal import OutpostGateway
internal import Synchronization
internal import Testing

@Suite("Pull requests on a forge", .timeLimit(.minutes(10)))
struct ForgeClientTests {
    /// A forge in GitHub's shape.
    private final class Forge: Sendable {
        private let pulls = Mutex<[String]>([])
        private let bodies = Mutex<[String]>([])
        private let refusal: String?

        init(refusal: String? = nil) { self.refusal = refusal }

        var opened: [String] { bodies.withLock { $0 } }

        func add(_ pull: String) { pulls.withLock { $0.append(pull) } }

        func answer(_ call: UpstreamCall) async throws {
            let body = String(decoding: try await call.body(), as: UTF8.self)
            guard call.head.headers.first(name: "authorization") == "Bearer token" else {
                return try await call.reply(.unauthorized, [:], #"{"message":"Bad credentials"}"#)
            }
            if call.head.method == .GET {
                return try await call.reply(.ok, [:], "[\(pulls.withLock { $0 }.joined(separator: ","))]")
            }
            bodies.withLock { $0.append(body) }
            if let refusal { return try await call.reply(.unprocessableEntity, [:], refusal) }
            add(Self.pull(12, "owner/name"))
            try await call.reply(.created, [:], Self.pull(12, "owner/name"))
        }

        static func pull(_ number: Int, _ repository: String, branch: String = "fix", base: String = "main") -> String {
            let head = #"{"ref":"\#(branch)","repo":{"full_name":"\#(repository)"}}"#
            return
                #"{"number":\#(number),"html_url":"https://f.test/\#(number)","head":\#(head),"base":{"ref":"\#(base)"}}"#
        }
    }

    private func opening(_ url: String, token: String? = "token", branch: String = "fix") -> PullRequestOpening {
        PullRequestOpening(
            repository: PublishedRepository(url: url, credential: token.map { GitCredential(password: $0) }),
            branch: branch,
            baseBranch: "main",
            title: "Title",
            body: "Body",
            isDraft: true
        )
    }

    private func open(
        _ forge: Forge,
        apiPath: String? = nil,
        _ body: @Sendable (ScriptedUpstream, ForgeClient) async throws -> Void
    ) async throws {
        try await withUpstream({ try await forge.answer($0) }) { upstream in
            let curl = CurlClient()
            let client = ForgeClient(
                curl: curl,
                gitBaseURL: upstream.url,
                apiURL: apiPath.map { upstream.url + $0 }
            )
            try await body(upstream, client)
            await curl.shutdown()
        }
    }

    @Test("One is opened with the words that were given, and found when it is asked for again")
    func opens() async throws {
        let forge = Forge()
        try await open(forge) { upstream, client async throws in
            let expected = PullRequest(number: 12, url: "https://f.test/12")
            for _ in 1...2 {
                #expect(try await client.open(opening(upstream.url + "/owner/name.git")) == expected)
            }
            let paths = upstream.received.map { $0.uri.prefix { $0 != "?" } }
            #expect(Set(paths) == ["/api/v3/repos/owner/name/pulls"])
            #expect(upstream.received[0].uri.contains("head=owner%3Afix&base=main"))
        }
        #expect(forge.opened.count == 1)
        let body = try JSONDecoder().decode(Body.self, from: Data(try #require(forge.opened.first).utf8))
        #expect(body == Body(title: "Title", head: "fix", base: "main", body: "Body", draft: true))
    }

    private struct Body: Decodable, Equatable {
        let title: String
        let head: String
        let base: String
        let body: String
        let draft: Bool
    }

    @Test("A fork's branch of the same name, and one for another base, are not it")
    func others() async throws {
        let forge = Forge()
        forge.add(Forge.pull(1, "fork/name"))
        forge.add(Forge.pull(2, "owner/name", base: "next"))
        forge.add(Forge.pull(3, "owner/name", branch: "other"))
        try await open(forge, apiPath: "/api/v1") { upstream, client async throws in
            #expect(try await client.open(opening(upstream.url + "/owner/name")).number == 12)
            #expect(upstream.received.allSatisfy { $0.uri.hasPrefix("/api/v1/repos/owner/name/pulls") })
        }
    }

    @Test("What the forge says of a refusal is passed on, without the token")
    func refusals() async throws {
        let forge = Forge(refusal: #"{"message":"Validation Failed","errors":[{"message":"No commits between"}]}"#)
        try await open(forge) { upstream, client async throws in
            let url = upstream.url + "/owner/name"
            let words = "the forge answered 422 (Validation Failed: No commits between)"
            await #expect(throws: PromotionError.refused(words)) { try await client.open(opening(url)) }
            let bad = PromotionError.refused("the forge answered 401 (Bad credentials)")
            await #expect(throws: bad) { try await client.open(opening(url, token: "wrong")) }
        }
    }

    @Test("Nothing is asked where it could not end well")
    func unasked() async throws {
        let forge = Forge()
        try await open(forge) { upstream, client async throws in
            let url = upstream.url + "/owner/name"
            for opening in [
                opening(url, token: nil), opening(url, branch: "main"), opening(upstream.url + "/a/b/c"),
                opening("http://git.example.com/owner/name"),
            ] {
                await #expect(throws: PromotionError.self) { try await client.open(opening) }
            }
            #expect(upstream.received.isEmpty)
        }
    }
}
