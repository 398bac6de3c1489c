internal import HTTPTypes
internal import OutpostAPI
internal import OutpostCore
internal import Testing

@testable internal import OutpostServer

@Suite("The log on a dispatch's page", .timeLimit(.minutes(10)))
struct LogPageTests {
    private func lines(on page: Reply) -> [String] {
        page.text.matches(of: /<div class="stdout">([^<]*)<\/div>/).map { String($0.output.1) }
    }

    private func link(_ hook: String, on page: Reply) -> String? {
        let links = page.text.matches(of: /<a href="([^"#]*)[^"]*" data-testid="([a-z-]+)">/)
        return links.first { $0.output.2 == hook }.map { String($0.output.1) }
    }

    @Test("is its end, with a way to all that is before, without a gap")
    func tail() async throws {
        let bench = try await Bench()
        let key = try await bench.key()
        let id = try bench.dispatch()
        let all = (1...(LogModel.mostLines * 2 + 200)).map { "line \($0)" }
        bench.service.log(all, to: id)
        try await bench.run { client in
            let browser = try await Browser(client, key: key)
            let last = try await browser.get("/ui/dispatches/\(id)")
            #expect(lines(on: last) == all.suffix(LogModel.mostLines))
            #expect(link("log-latest", on: last) == nil)
            var (page, read) = (last, lines(on: last))
            while let earlier = link("log-earlier", on: page) {
                page = try await browser.get(earlier)
                #expect(page.status == 200)
                // What comes now comes after other lines than these.
                #expect(!page.text.contains("data-events"))
                #expect(link("log-latest", on: page) == "/ui/dispatches/\(id)")
                read = lines(on: page) + read
            }
            #expect(read == all)
        }
    }

    @Test("goes on live exactly after the lines that it shows")
    func follow() async throws {
        let bench = try await Bench()
        let key = try await bench.key()
        let id = try bench.dispatch()
        bench.service.log((1...1300).map { "line \($0)" }, to: id)
        try await bench.run { client in
            let browser = try await Browser(client, key: key)
            let page = try await browser.get("/ui/dispatches/\(id)").text
            let cursor = try #require(page.firstMatch(of: /data-cursor="([^"]+)"/)).output.1
            let events = try #require(page.firstMatch(of: /data-events="([^"]+)"/)).output.1
            bench.service.log(["the next", "and another"], to: id)
            try bench.service.end(id, DispatchEnd(status: .success, reason: .changed))
            let stream = try await browser.get("\(events)?lastEventId=\(cursor)")
            let read = try ReadEvent.parse(stream.text).filter { $0.name == "log" }.map { try $0.value("message") }
            #expect(read == [.string("the next"), .string("and another")])
            #expect(!(try await browser.get("/ui/dispatches/\(id)").text.contains("data-events")))
        }
    }

    @Test("is had whole as a file, while the dispatch runs and after")
    func whole() async throws {
        let bench = try await Bench()
        let key = try await bench.key()
        let id = try bench.dispatch()
        let all = (1...2500).map { "line \($0) <b>" }
        bench.service.log(all, to: id)
        try await bench.run { client in
            let browser = try await Browser(client, key: key)
            let path = try #require(link("log-whole", on: try await browser.get("/ui/dispatches/\(id)")))
            let file = try await browser.get(path)
            #expect(file.text == all.map { $0 + "\n" }.joined())
            #expect(file.header("Content-Type") == "text/plain; charset=utf-8")
            #expect(file.header("Content-Disposition")?.hasPrefix("attachment; filename=\"\(id).log\"") == true)
            try bench.service.end(id, DispatchEnd(status: .success, reason: .changed))
            #expect(try await browser.get(path).text == file.text)
            #expect(try await browser.get("/ui/dispatches/\(Samples.freshID())/log").status == 404)
        }
    }

    @Test("has no part before a place that was not given out", arguments: ["0", "MC4wLjA", "%00"])
    func badPlace(place: String) async throws {
        let bench = try await Bench()
        let key = try await bench.key()
        let id = try bench.dispatch()
        try await bench.run { client in
            let browser = try await Browser(client, key: key)
            let reply = try await browser.get("/ui/dispatches/\(id)?before=\(place)")
            #expect(reply.status == 400)
            #expect(reply.text.contains("Invalid place in the log"))
        }
    }

    @Test("is left out of the page that a page fetches by itself")
    func refresh() async throws {
        let bench = try await Bench()
        let key = try await bench.key()
        let id = try bench.dispatch()
        bench.service.log(["one"], to: id)
        try await bench.run { client in
            let browser = try await Browser(client, key: key)
            let headers = ["Cookie": browser.cookie, "X-Outpost-Refresh": "1"]
            let reply = try await client.send(.get, "/ui/dispatches/\(id)", headers: headers)
            #expect(reply.status == 200)
            #expect(reply.text.contains("data-refresh=\"phases\""))
            #expect(lines(on: reply).isEmpty)
        }
    }
}
