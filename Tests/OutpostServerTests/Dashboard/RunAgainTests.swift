internal import Foundation
internal import OutpostCore
internal import Testing

@testable internal import OutpostServer

@Suite("Running a dispatch again from its page")
struct RunAgainTests {
    /// What the form is filled with, by name.
    private func fields(on page: String) -> [String: String] {
        var fields: [String: String] = [:]
        for match in page.matches(of: /<input id="[^"]*" name="([^"]*)"[^>]*? value="([^"]*)"/) {
            fields[String(match.output.1)] = String(match.output.2)
        }
        for match in page.matches(of: /<select id="[^"]*" name="([^"]*)".*?<option value="([^"]*)" selected>/) {
            fields[String(match.output.1)] = String(match.output.2)
        }
        for match in page.matches(of: /<textarea id="[^"]*" name="([^"]*)"[^>]*>\n([^<]*)<\/textarea>/) {
            fields[String(match.output.1)] = String(match.output.2)
        }
        return fields
    }

    private func dispatch(
        secrets: [String] = [],
        _ options: DispatchOptions,
        _ manifest: AgentManifest = Samples.manifest
    ) throws -> Dispatch {
        let request = try DispatchRequest(
            agent: manifest,
            task: "Fix the failing test",
            secretNames: secrets,
            options: options
        )
        return Dispatch(id: Samples.freshID(), tenant: Bench.alice, request: request, createdAt: Samples.epoch)
    }

    @Test("asks for all that the first asked for")
    func again() async throws {
        let bench = try await Bench()
        let key = try await bench.key()
        let options = DispatchOptions(
            context: .full,
            tags: ["a": "b"],
            resources: ResourceRequest(cpuUnits: 512, memoryMiB: 1024),
            egress: EgressMode.none
        )
        let first = try dispatch(secrets: ["NPM_TOKEN", "OTHER"], options)
        bench.service.add(first)
        try await bench.run { client in
            let browser = try await Browser(client, key: key)
            let page = try await browser.get("/ui/dispatches/\(first.id)").text
            #expect(page.contains("<dt>Credentials</dt><dd>gateway</dd>"))
            #expect(page.contains("<dt>Secrets</dt><dd>NPM_TOKEN, OTHER</dd>"))
            let form = fields(on: try await browser.get("/ui/new?from=\(first.id)").text)
            #expect(form["secrets"] == "NPM_TOKEN OTHER")
            #expect(try await browser.post("/ui/new", form).status == 303)
        }
        let draft = try #require(bench.service.drafts.first)
        #expect(draft.secretNames == ["NPM_TOKEN", "OTHER"])
        #expect(draft.secretValues.isEmpty)
        #expect(draft.options == options)
    }

    @Test("keeps a login inside the container what it was")
    func direct() async throws {
        let bench = try await Bench()
        let key = try await bench.key()
        let login = DirectAccess.Secret(name: "LOGIN", place: .variable("LOGIN"))
        let manifest = AgentManifest(
            name: "claude",
            summary: "A sample",
            image: "outpost/claude",
            model: Samples.manifest.model,
            direct: DirectAccess(secrets: [login], hosts: [])
        )
        let first = try dispatch(DispatchOptions(credentials: .direct), manifest)
        bench.service.add(first)
        try await bench.run { client in
            let browser = try await Browser(client, key: key)
            let page = try await browser.get("/ui/dispatches/\(first.id)").text
            #expect(page.contains("<dt>Credentials</dt><dd>direct"))
            #expect(fields(on: try await browser.get("/ui/new?from=\(first.id)").text)["credentials"] == "direct")
            #expect(fields(on: try await browser.get("/ui/new").text)["credentials"] == "gateway")
        }
    }

    @Test("asks for values that were not kept, shows none, and sends nothing without them")
    func values() async throws {
        let bench = try await Bench()
        let key = try await bench.key()
        let first = try dispatch(DispatchOptions(valueSecretNames: ["NPM_TOKEN", "OTHER"]))
        bench.service.add(first)
        let value = ["a", "value", "nobody", "sees"].joined(separator: "-")
        try await bench.run { client in
            let browser = try await Browser(client, key: key)
            let page = try await browser.get("/ui/new?from=\(first.id)").text
            for words in ["not kept", "secret-value-NPM_TOKEN", "secret-value-OTHER"] { #expect(page.contains(words)) }
            var form = fields(on: page)
            form["secret-value-NPM_TOKEN"] = value
            let refused = try await browser.post("/ui/new", form)
            #expect(refused.status == 400)
            #expect(refused.text.contains("id=\"secrets-error\">Give the value of OTHER"))
            #expect(refused.text.contains("secret-value-OTHER") && !refused.text.contains(value))
            #expect(try await browser.post("/ui/new", form.merging(["secrets": "STORED"]) { $1 }).status == 400)
            #expect(bench.service.drafts.isEmpty)
            form["values"] = "NPM_TOKEN"
            #expect(try await browser.post("/ui/new", form).status == 303)
        }
        #expect(bench.service.drafts.map(\.secretValues) == [["NPM_TOKEN": value]])
    }
}
