internal import Foundation
internal import HTTPTypes
internal import OutpostAPI
internal import OutpostCore
internal import TestSupport
internal import Testing

@testable internal import OutpostServer

@Suite("Signed links")
struct SignedLinkTests {
    /// Makes artifacts of a dispatch of Alice's, lists them, and hands over the links' paths.
    private func withLinks(
        _ files: [String: String],
        _ body: @Sendable (Bench, Client, [String: String], DispatchID, TemporaryFolder) async throws -> Void
    ) async throws {
        let bench = try await Bench()
        let key = try await bench.key(scopes: [.status])
        let id = try bench.dispatch()
        try bench.service.end(id, DispatchEnd(status: .success, reason: .changed))
        try await TemporaryFolder.with { folder in
            for (name, contents) in files { try folder.write(name, contents) }
            let dispatch = try #require(bench.service.change { $0.dispatches[id] })
            let listing = ArtifactListing(
                dispatch: dispatch,
                files: files.keys.sorted().map { name in
                    .init(path: name, size: files[name]?.utf8.count ?? 0, sha256: "00", type: "text/x-patch")
                },
                directory: folder.path
            )
            bench.service.change { $0.artifacts[id] = listing }
            try await bench.run { client in
                let reply = try await client.send(.get, "/artifacts/\(id)?expiresIn=60", key: key)
                #expect(reply.status == 200)
                var links: [String: String] = [:]
                for (index, name) in files.keys.sorted().enumerated() {
                    guard case .string(let url)? = try reply.value("data.artifacts.\(index).url") else { continue }
                    #expect(url.hasPrefix("https://outpost.test/artifacts/\(id)/files/"))
                    links[name] = String(url.dropFirst("https://outpost.test".count))
                }
                try await body(bench, client, links, id, folder)
            }
        }
    }

    @Test("A listing has the shape of Outpost v2's, with the status in the API's words")
    func listing() async throws {
        try await withLinks(["diff.patch": "diff"]) { bench, client, links, id, _ in
            let key = try await bench.key(scopes: [.status])
            let reply = try await client.send(.get, "/artifacts/\(id)", key: key)
            let link = SignedLink(
                tenant: Bench.alice,
                dispatch: id,
                path: "diff.patch",
                expires: Int(Samples.epoch.timeIntervalSince1970) + 3600
            )
            let signer = Signer(key: Array("a key of the tests".utf8))
            let url = link.url(base: "https://outpost.test", signer: signer)
            let all = SignedLink(tenant: link.tenant, dispatch: id, path: nil, expires: link.expires)
            #expect(
                try reply.value("data") == [
                    "dispatchId": .string(id.text), "status": "success",
                    "archiveUrl": .string(all.url(base: "https://outpost.test", signer: signer)),
                    "artifacts": [
                        [
                            "type": "output", "key": "diff.patch", "url": .string(url),
                            "expiresAt": "2026-01-01T01:00:00.000Z", "sizeBytes": 4, "contentType": "text/x-patch",
                            "sha256": "00",
                        ]
                    ],
                ]
            )
        }
    }

    @Test(
        "A link hands over the file without a key, and no browser runs it",
        arguments: [
            "diff.patch", "files/a b+ü%.txt", "files/deep/er/x\"y.html",
        ]
    )
    func download(name: String) async throws {
        try await withLinks([name: "contents of it"]) { _, client, links, _, _ in
            let reply = try await client.send(.get, try #require(links[name]))
            #expect(reply.status == 200)
            #expect(reply.text == "contents of it")
            #expect(reply.header("Content-Disposition")?.hasPrefix("attachment; filename=\"") == true)
            #expect(reply.header("X-Content-Type-Options") == "nosniff")
            #expect(reply.header("Content-Security-Policy") == "sandbox; default-src 'none'")
            #expect(reply.header("Content-Length") == "14")
            #expect(reply.header("Content-Type") == "text/x-patch")
        }
    }

    @Test("A link that was changed in any part is refused")
    func tampering() async throws {
        try await withLinks(["diff.patch": "diff", "output.log": "log"]) { bench, client, links, id, _ in
            let link = try #require(links["diff.patch"])
            let other = try bench.dispatch(Bench.bob)
            let expires = Int(Samples.epoch.timeIntervalSince1970) + 60
            let changes = [
                link.replacing("diff.patch", with: "output.log"),
                link.replacing("diff.patch", with: "../diff.patch"),
                link.replacing(id.text, with: other.text),
                link.replacing("tenant=\(Bench.alice)", with: "tenant=\(Bench.bob)"),
                link.replacing("expires=\(expires)", with: "expires=\(expires + 1)"),
                link.replacing("signature=", with: "signature=0"),
                String(link.dropLast()),
                link.replacing("&signature=", with: "&s="),
                link + "&signature=x",
                String(link.prefix { $0 != "?" }),
            ]
            for changed in changes {
                #expect(changed != link)
                let reply = try await client.send(.get, changed)
                #expect(reply.status == 403, "\(changed)")
                #expect(try reply.value("error.code") == "AUTHORIZATION_ERROR")
            }
            #expect(try await client.send(.get, link).status == 200)
        }
    }

    @Test("A link ends at its time, and while its tenant is suspended")
    func ending() async throws {
        try await withLinks(["diff.patch": "diff"]) { bench, client, links, _, _ in
            let link = try #require(links["diff.patch"])
            var tenant = try #require(try await bench.identities.tenant("alice"))
            tenant.status = .suspended
            try await bench.identities.update(tenant)
            #expect(try await client.send(.get, link).status == 403)
            tenant.status = .active
            try await bench.identities.update(tenant)
            bench.advance(by: 59)
            #expect(try await client.send(.get, link).status == 200)
            bench.advance(by: 1)
            #expect(try await client.send(.get, link).status == 403)
        }
    }

    @Test("A file that is gone is 404")
    func gone() async throws {
        try await withLinks(["diff.patch": "diff"]) { _, client, links, _, folder in
            try folder.remove("diff.patch")
            #expect(try await client.send(.get, try #require(links["diff.patch"])).status == 404)
        }
    }

    @Test("The lifetime of links has bounds", arguments: ["59", "86401", "x", "60.5"])
    func lifetime(seconds: String) async throws {
        let bench = try await Bench()
        let key = try await bench.key(scopes: [.status])
        let id = try bench.dispatch()
        try await bench.run { client in
            let reply = try await client.send(.get, "/artifacts/\(id)?expiresIn=\(seconds)", key: key)
            #expect(try reply.problems.map(\.path) == ["expiresIn"])
        }
    }

    @Test("A running dispatch has no artifacts yet")
    func running() async throws {
        let bench = try await Bench()
        let key = try await bench.key(scopes: [.status])
        let id = try bench.dispatch()
        try await bench.run { client in
            let reply = try await client.send(.get, "/artifacts/\(id)", key: key)
            #expect(try reply.value("data.artifacts") == .array([]))
        }
    }
}
