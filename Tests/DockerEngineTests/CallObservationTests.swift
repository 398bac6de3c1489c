internal import CurlHTTP
internal import Synchronization
internal import Testing

@testable internal import DockerEngine

@Suite("Calls that are told of")
struct CallObservationTests {
    @Test(
        "have a name without what they are about, whatever that is",
        arguments: [
            ("GET", "/_ping", "GET /_ping"), ("GET", "/containers/json", "GET /containers/json"),
            ("POST", "/containers/0123abc/start", "POST /containers/{id}/start"),
            ("DELETE", "/containers/0123abc", "DELETE /containers/{id}"),
            ("GET", "/images/registry:5000/a/b:latest/json", "GET /images/{id}/json"),
            ("DELETE", "/images/outpost/claude", "DELETE /images/{id}"), ("GET", "/system/df", "GET /system/df"),
            ("GET", "/volumes", "GET /volumes"), ("DELETE", "/volumes/x", "DELETE /volumes/{id}"),
            ("POST", "/build", "POST /build"), ("POST", "/networks/create", "POST /networks/create"),
        ]
    )
    func names(method: String, path: String, name: String) {
        let request = EngineRequest(method: method, path: path)
        #expect(EngineCall(request, duration: .zero, error: nil).name == name)
    }

    @Test("are those that fail, too")
    func failures() async throws {
        let calls = Mutex<[EngineCall]>([])
        let client = DockerClient(
            endpoint: .unix(path: "/nonexistent/docker.sock"),
            curl: CurlClient(),
            observe: { call in calls.withLock { $0.append(call) } }
        )
        await #expect(throws: DockerError.self) { try await client.ping() }
        let call = try #require(calls.withLock { $0 }.first)
        #expect(call.name == "GET /_ping" && call.result == "unavailable")
    }
}
