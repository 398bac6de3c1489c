internal import CurlHTTP
internal import NIOHTTP1
internal import OutpostCore
internal import TestSupport
internal import Testing

@Suite("A remote repository at the door", .timeLimit(.minutes(10)))
struct RemoteRepositoryTests {
    private static let advertisement = "/git/repo.git/info/refs?service=git-upload-pack"

    @Test("both calls of a fetch go to the repository's own URL, without the container's token")
    func passesOn() async throws {
        let received = Observed<[UInt8]>([])
        try await withUpstream { call in
            let body = try await call.body()
            if !body.isEmpty { received.update { $0 = body } }
            try await call.reply(.ok, ["content-type": "application/x-git", "set-cookie": "a=b"], "pack")
        } _: { upstream in
            let options = DoorOptions(repository: .remote(url: "\(upstream.url)/owner/name.git"))
            try await withDoor(options) { door in
                let headers: CurlHeaders = [
                    "authorization": "Bearer otk_throwaway", "git-protocol": "version=2", "content-encoding": "gzip",
                    "content-type": "application/x-git-upload-pack-request", "cookie": "c=d",
                ]
                let refs = try await door.call("GET", Self.advertisement, headers: headers)
                #expect(refs.text == "pack")
                #expect(refs.headers["content-type"] == "application/x-git")
                #expect(refs.headers["set-cookie"] == nil)
                let body = CurlRequest.Body.bytes([1, 2, 3])
                let pack = try await door.call("POST", "/git/repo.git/git-upload-pack", headers: headers, body: body)
                #expect(pack.status == 200)
            }
            let heads = upstream.received
            #expect(
                heads.map(\.uri) == [
                    "/owner/name.git/info/refs?service=git-upload-pack", "/owner/name.git/git-upload-pack",
                ]
            )
            for head in heads {
                #expect(head.headers["git-protocol"] == ["version=2"])
                #expect(head.headers["authorization"].isEmpty)
                #expect(head.headers["cookie"].isEmpty)
            }
            #expect(heads.last?.headers["content-encoding"] == ["gzip"])
        }
        #expect(received.value == [1, 2, 3])
    }

    @Test(
        "what the repository's host refuses is said in words",
        arguments: [
            (301, 502, "redirects"), (401, 403, "does not allow"), (403, 403, "does not allow"),
            (404, 404, "does not know"),
            (500, 502, "status 500"),
        ]
    )
    func refusals(theirs: Int, ours: Int, words: String) async throws {
        try await withUpstream { call in
            try await call.reply(.init(statusCode: theirs), ["location": "http://127.0.0.1:1/"], "secret page")
        } _: { upstream in
            try await withDoor(DoorOptions(repository: .remote(url: "\(upstream.url)/r.git"))) { door in
                let answer = try await door.call("GET", Self.advertisement)
                #expect(answer.status == ours)
                #expect(answer.headers["content-type"] == "text/plain")
                #expect(answer.text.contains(words))
                #expect(!answer.text.contains("secret page"))
            }
            #expect(upstream.received.count == 1)
        }
    }

    @Test("pushing does not get as far as the repository's host")
    func push() async throws {
        try await withUpstream {
            try await $0.reply(.ok)
        } _: { upstream in
            try await withDoor(DoorOptions(repository: .remote(url: "\(upstream.url)/r.git"))) { door in
                try await door.expect(403, "POST", "/git/repo.git/git-receive-pack")
                let service = "/git/repo.git/info/refs?service=git-receive-pack"
                try await door.expect(403, "GET", service)
            }
            #expect(upstream.received.isEmpty)
        }
    }

    @Test("a host that cannot be reached is 502 with the reason")
    func unreachable() async throws {
        let port = try await withUpstream { _ in
        } _: {
            $0.port
        }
        try await withDoor(DoorOptions(repository: .remote(url: "http://127.0.0.1:\(port)/r.git"))) { door in
            let answer = try await door.call("GET", Self.advertisement)
            #expect(answer.status == 502)
            #expect(answer.text.contains("could not connect"))
        }
    }
}
