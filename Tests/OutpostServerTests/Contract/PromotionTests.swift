internal import Foundation
internal import HTTPTypes
internal import OutpostAPI
internal import OutpostCore
internal import Testing

@testable internal import OutpostServer

@Suite("Promotion over the API")
struct PromotionTests {
    private static let commit = String(repeating: "c", count: 40)

    @Test("A dispatch with changes goes to a branch of its own; asked again, it is found there")
    func branch() async throws {
        let bench = try await Bench()
        let key = try await bench.key(scopes: [.promote])
        let id = try bench.promotable.add(Bench.alice)
        try await bench.run { client in
            for isRepeated in [false, true] {
                let reply = try await client.send(.post, "/promote", key: key, body: #"{"dispatchId":"\#(id)"}"#)
                #expect(reply.status == 200)
                let branch = "outpost/\(id.text.lowercased())"
                let expected = #"""
                    {"success":true,"data":{"dispatchId":"\#(id)","branch":"\#(branch)","commit":"\#(Self.commit)",
                    "baseBranch":"main","commits":1,"filesChanged":2,"pullRequest":null,"idempotent":\#(isRepeated)},
                    "meta":{"requestId":"\#(Samples.requestID)","timestamp":"2026-01-01T00:00:00.000Z"}}
                    """#
                #expect(try reply.json == JSONParser.parse(Array(expected.utf8)))
            }
        }
        let results = try #require(bench.publisher.results.first)
        #expect(results.patch == "/artifacts/\(id)/diff.patch")
        #expect(results.bundle == nil)
        #expect(results.message == "claude: Fix the failing test\n\nOutpost-Dispatch: \(id)\nOutpost-Agent: claude\n")
        #expect(results.repository.credential?.password == "token of \(Bench.alice) for github.com")
        #expect(bench.promotable.entries.map(\.action) == ["dispatch.promote", "dispatch.promote"])
        #expect(bench.promotable.entries.allSatisfy { $0.tenant == Bench.alice && $0.resource == id.text })
    }

    @Test("A pull request is opened with the words that were given, or the message's first line")
    func pullRequest() async throws {
        let bench = try await Bench()
        let key = try await bench.key(scopes: [.promote])
        let id = try bench.promotable.add(Bench.alice, changes: .committed, files: ["diff.patch", "commits.bundle"])
        try await bench.run { client in
            for (words, title) in [(#""prTitle":"Mine""#, "Mine"), (#""message":"One\n\nTwo""#, "One")] {
                let body = #"{"runId":"\#(id)","createPr":true,"branch":"fix/it","baseBranch":"next",\#(words)}"#
                let reply = try await client.send(.post, "/promote", key: key, body: body)
                #expect(reply.status == 200)
                #expect(try reply.value("data.pullRequest.number") == 7)
                #expect(try reply.value("data.pullRequest.url") == .string("https://git.test/pulls/7?\(title)"))
                #expect(try reply.value("data.baseBranch") == "next")
                #expect(try reply.value("data.branch") == "fix/it")
            }
        }
        #expect(bench.publisher.results.first?.bundle == "/artifacts/\(id)/commits.bundle")
    }

    @Test("Changes that hold a secret are pushed only when that is asked for; no words carry a credential out")
    func secrets() async throws {
        let bench = try await Bench()
        let key = try await bench.key(scopes: [.promote])
        let id = try bench.promotable.add(Bench.alice, secrets: ["NPM_TOKEN"])
        let token = "ghp_" + String(repeating: "aB3", count: 12)
        try await bench.run { client in
            let refused = try await client.send(.post, "/promote", key: key, body: #"{"dispatchId":"\#(id)"}"#)
            #expect(refused.status == 409)
            #expect(try refused.value("error.details.secretNames") == ["NPM_TOKEN"])
            #expect(bench.publisher.results.isEmpty)
            let body = #"{"dispatchId":"\#(id)","allowSecrets":true,"createPr":true,"message":"use \#(token)"}"#
            let reply = try await client.send(.post, "/promote", key: key, body: body)
            #expect(reply.status == 200)
            let url = try reply.value("data.pullRequest.url")
            #expect(url == .string("https://git.test/pulls/7?use [redacted:github-token]"))
        }
        #expect(bench.publisher.results.first?.message.hasPrefix("use [redacted:github-token]\n") == true)
    }

    @Test(
        "Commits that hold a secret, or could not be looked through, are pushed only when that is asked for",
        arguments: [(CommitSearch.found(["NPM_TOKEN"]), "NPM_TOKEN"), (.impossible("git was slow"), "git was slow")]
    )
    func commits(search: CommitSearch, words: String) async throws {
        let bench = try await Bench()
        let key = try await bench.key(scopes: [.promote])
        let files = ["diff.patch", "commits.bundle"]
        let id = try bench.promotable.add(Bench.alice, changes: .committed, files: files, commits: search)
        try await bench.run { client in
            let refused = try await client.send(.post, "/promote", key: key, body: #"{"dispatchId":"\#(id)"}"#)
            #expect(refused.status == 409)
            #expect(refused.text.contains(words))
            #expect(bench.publisher.results.isEmpty)
            let body = #"{"dispatchId":"\#(id)","allowSecrets":true}"#
            #expect(try await client.send(.post, "/promote", key: key, body: body).status == 200)
        }
    }

    @Test("A branch that the operator's setting does not name is refused, with those that it names")
    func branches() async throws {
        let bench = try await Bench(promotion: PushPolicy(patterns: ["outpost/*", "next"]))
        let key = try await bench.key(scopes: [.promote])
        let id = try bench.promotable.add(Bench.alice)
        try await bench.run { client in
            for (branch, status) in [("main", 400), ("nextly", 400), ("next", 200), ("outpost/x", 200)] {
                let body = #"{"dispatchId":"\#(id)","branch":"\#(branch)"}"#
                let reply = try await client.send(.post, "/promote", key: key, body: body)
                #expect(reply.status == status, "\(branch)")
                #expect(status == 200 || reply.text.contains("allows outpost/*, next"))
            }
            // The one where none is named.
            let reply = try await client.send(.post, "/promote", key: key, body: #"{"dispatchId":"\#(id)"}"#)
            #expect(reply.status == 200)
        }
        #expect(bench.publisher.results.count == 3)
    }

    @Test("A misspelt field is refused, and nothing is pushed")
    func misspelt() async throws {
        let bench = try await Bench()
        let key = try await bench.key(scopes: [.promote])
        let id = try bench.promotable.add(Bench.alice)
        try await bench.run { client in
            let body = #"{"dispatchId":"\#(id)","brnach":"next"}"#
            let reply = try await client.send(.post, "/promote", key: key, body: body)
            #expect(reply.status == 400 && reply.text.contains("brnach"))
        }
        #expect(bench.publisher.results.isEmpty)
    }

    @Test("Only the scope promote promotes")
    func scope() async throws {
        let bench = try await Bench()
        let key = try await bench.key(scopes: Scope.defaults)
        let id = try bench.promotable.add(Bench.alice)
        try await bench.run { client in
            let reply = try await client.send(.post, "/promote", key: key, body: #"{"dispatchId":"\#(id)"}"#)
            #expect(reply.status == 403)
            let admin = try await client.send(.post, "/admin/promote", key: key, body: #"{"dispatchId":"\#(id)"}"#)
            #expect(admin.status == 403)
        }
        #expect(bench.publisher.results.isEmpty)
    }

    @Test("Another tenant's dispatch and one that never was get the same bytes")
    func isolation() async throws {
        let bench = try await Bench()
        let key = try await bench.key(Bench.bob)
        let foreign = try bench.promotable.add(Bench.alice).text
        try await bench.run { client in
            var texts: Set<String> = []
            for id in [foreign, Samples.freshID().text, "nonsense"] {
                let reply = try await client.send(.post, "/promote", key: key, body: #"{"dispatchId":"\#(id)"}"#)
                #expect(reply.status == 404)
                texts.insert(reply.text.replacing(id, with: "ID"))
            }
            #expect(texts.count == 1)
        }
        #expect(bench.publisher.results.isEmpty)
        #expect(bench.promotable.entries.isEmpty)
    }

    @Test("The operator promotes any tenant's, with that tenant's credential")
    func operatorsKey() async throws {
        let bench = try await Bench()
        let key = try await bench.key(Bench.operatorTenant)
        let id = try bench.promotable.add(Bench.alice)
        try await bench.run { client async throws in
            let body = #"{"dispatchId":"\#(id)"}"#
            #expect(try await client.send(.post, "/admin/promote", key: key, body: body).status == 200)
        }
        let credential = bench.publisher.results.first?.repository.credential
        #expect(credential?.password == "token of \(Bench.alice) for github.com")
    }

    @Test("What cannot be promoted is a conflict in words that say what to do, and nothing is pushed")
    func conflicts() async throws {
        let bench = try await Bench()
        let key = try await bench.key()
        let gone = try bench.promotable.add(Bench.alice)
        bench.promotable.discard(gone)
        let cases: [(DispatchID, String)] = [
            (try bench.promotable.add(Bench.alice, status: .running), "has not ended"),
            (try bench.promotable.add(Bench.alice, changes: .none), "changed nothing"),
            (try bench.promotable.add(Bench.alice, repository: nil), "no repository"),
            (try bench.promotable.add(Bench.alice, repository: "file:///srv/x"), "no repository"),
            (try bench.promotable.add(Bench.alice, files: []), "gone or incomplete"),
            (try bench.promotable.add(Bench.alice, changes: .committed), "gone or incomplete"),
            (try bench.promotable.add(Bench.alice, flags: [.artifactsPartial]), "gone or incomplete"),
            (gone, "gone or incomplete"),
        ]
        try await bench.run { client in
            for (id, words) in cases {
                let reply = try await client.send(.post, "/promote", key: key, body: #"{"dispatchId":"\#(id)"}"#)
                #expect(reply.status == 409, "\(words)")
                #expect(reply.text.contains(words))
            }
        }
        #expect(bench.publisher.results.isEmpty)
    }

    @Test("What the repository's host says becomes a conflict, or 503 where it says nothing")
    func publisherFailures() async throws {
        let bench = try await Bench()
        let key = try await bench.key()
        let id = try bench.promotable.add(Bench.alice)
        let cases: [(PromotionError, Int)] = [
            (.branchTaken(branch: "b", commit: "0123456789abcdef"), 409), (.refused("no"), 409),
            (.startMissing(commit: "0123"), 409), (.unusableResults("no"), 409), (.unreachable("gone"), 503),
            (.failed("slow"), 503), (.invalid(field: "branch", reason: "no"), 400),
        ]
        try await bench.run { client in
            for (error, status) in cases {
                bench.publisher.fail(with: error)
                let reply = try await client.send(.post, "/promote", key: key, body: #"{"dispatchId":"\#(id)"}"#)
                #expect(reply.status == status)
                #expect((reply.header("Retry-After") != nil) == (status == 503))
            }
        }
    }

    @Test("Every field that is wrong is named", arguments: ["a..b", "refs/heads/fix", "HEAD"])
    func problems(branch: String) async throws {
        let bench = try await Bench()
        let key = try await bench.key()
        try await bench.run { client in
            let body = #"{"branch":"\#(branch)","baseBranch":7,"message":"a\u0000","createPr":"yes"}"#
            let reply = try await client.send(.post, "/promote", key: key, body: body)
            #expect(reply.status == 400)
            let fields = try reply.problems.map(\.path)
            #expect(fields == ["dispatchId", "branch", "baseBranch", "message", "createPr"])
        }
    }
}
