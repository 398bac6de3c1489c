internal import DockerEngine
internal import TestSupport
internal import Testing

@Suite("Container output and exit", .timeLimit(.minutes(10)))
struct ContainerStreamTests {
    private static let upgraded =
        "HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.raw-stream\r\nConnection: Upgrade\r\n"
        + "Upgrade: tcp\r\n\r\n"

    @Test("Attach upgrades, returns at the 101, and gives frames until the end")
    func attach() async throws {
        let gate = Gate()
        let answer = RawAnswer([
            .send(Array(Self.upgraded.utf8)), .wait(gate), .send(frame(1, "out\n")), .send(frame(2, "err\n")), .close,
        ])
        let (request, frames) = try await FakeEngine.exchange(answer) { client in
            let output = try await client.attachOutput("c")
            gate.open()
            return try await output.all()
        }
        #expect(
            frames == [
                OutputFrame(stream: .stdout, bytes: Array("out\n".utf8)),
                OutputFrame(stream: .stderr, bytes: Array("err\n".utf8)),
            ]
        )
        #expect(request.method == "POST")
        #expect(request.target == "/v1.41/containers/c/attach?stream=1&stdout=1&stderr=1")
        #expect(request["Connection"] == "Upgrade")
        #expect(request["Upgrade"] == "tcp")
        #expect(request["Content-Length"] == "0")
    }

    @Test("Output that ends inside a frame is lost, not complete")
    func attachCut() async throws {
        let cut = Array(Self.upgraded.utf8) + frame(1, "whole\n") + frame(1, "half").dropLast()
        let failure = try await FakeEngine.failure(RawAnswer([.send(cut), .close])) { client throws(DockerError) in
            _ = try await client.attachOutput("c").all()
        }
        #expect(failure == .unavailable(.lost, "the output ended inside a frame"))
    }

    @Test("A refused attach keeps the daemon's words although its answer has no length")
    func attachRefused() async throws {
        let text =
            "HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\n\r\n{\"message\":\"No such container: c\"}"
        let failure = try await FakeEngine.failure(.cut(text)) { client throws(DockerError) in
            _ = try await client.attachOutput("c")
        }
        #expect(failure == .notFound("No such container: c"))
    }

    @Test("Letting go of an attach closes its connection")
    func attachLetGo() async throws {
        let answer = RawAnswer([.send(Array(Self.upgraded.utf8)), .echo])
        try await RawServer.withServer(answers: [FakeEngine.ping(), answer]) { server in
            let client = FakeEngine.client(of: server)
            do { _ = try await client.attachOutput("c") }
            try await server.waitForClosed(1)
        }
    }

    @Test("Logs send what part is wanted, moments as seconds and nanoseconds")
    func logs() async throws {
        let answer = RawAnswer.chunked(parts: [
            frame(1, "a\n") + frame(2, "b\n").prefix(3), Array(frame(2, "b\n").dropFirst(3)),
        ])
        let (request, frames) = try await FakeEngine.exchange(answer) { client in
            var options = ContainerLogOptions()
            options.follow = true
            options.timestamps = true
            options.tail = 100
            options.since = EngineTime(seconds: 1_700_000_000, nanoseconds: 5)
            return try await client.containerLogs("c", options).all()
        }
        #expect(frames.map(\.stream) == [.stdout, .stderr])
        #expect(request.method == "GET")
        #expect(request.path == "/v1.41/containers/c/logs")
        #expect(
            request.parameters == [
                "stdout=1", "stderr=1", "follow=1", "timestamps=1", "since=1700000000.000000005", "tail=100",
            ]
        )
    }

    @Test("The engine's report of a failure inside the output is an error")
    func systemError() async throws {
        let failure = try await FakeEngine.failure(.chunked(parts: [frame(3, "disk on fire")])) {
            client throws(DockerError) in
            _ = try await client.containerLogs("c").all()
        }
        #expect(failure == .stream("disk on fire"))
    }

    @Test(
        "Wait gives the exit status of a whole answer",
        arguments: [
            (#"{"Error":null,"StatusCode":3}"#, ContainerExit(statusCode: 3)),
            (#"{"StatusCode":137}"#, .init(statusCode: 137)),
            (#"{"Error":{"Message":"gone"},"StatusCode":0}"#, .init(statusCode: 0, error: "gone")),
        ]
    )
    func wait(json: String, exit: ContainerExit) async throws {
        let (request, output) = try await FakeEngine.exchange(.chunked(parts: [Array(json.utf8)])) { client in
            try await client.waitContainer("c")
        }
        #expect(output == exit)
        #expect(request.method == "POST")
        #expect(request.target == "/v1.41/containers/c/wait")
    }

    @Test(
        "A wait that ends without an answer says nothing about the container",
        arguments: [
            RawAnswer.chunked(parts: []), .cut("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"),
            .json(#"{"StatusCode":-1}"#), .json("{}"), .close,
        ]
    )
    func lostWait(answer: RawAnswer) async throws {
        let failure = try await FakeEngine.failure(answer) { client throws(DockerError) in
            _ = try await client.waitContainer("c")
        }
        #expect(failure?.isUnavailable == true)
    }

    @Test("Events stream in order with all digits of their nanoseconds")
    func events() async throws {
        let lines = #"""
            {"Type":"container","Action":"die","Actor":{"ID":"c","Attributes":{"exitCode":"7"}},"timeNano":1700000000123456789}
            {"Type":"image","Action":"pull","Actor":null,"scope":"local"}

            """#
        let (request, events) = try await FakeEngine.exchange(.chunked(parts: [Array(lines.utf8)])) { client in
            let since = EngineTime(seconds: 5)
            return try await client.events(filters: ["type": ["container"], "label": []], since: since).all()
        }
        #expect(events.map(\.action) == ["die", "pull"])
        #expect(events[0].timeNano == 1_700_000_000_123_456_789)
        #expect(events[0].attributes["exitCode"] == "7")
        #expect(request.path == "/v1.41/events")
        #expect(request.parameters == ["since=5.000000000", #"filters={"type":["container"]}"#])
    }
}
