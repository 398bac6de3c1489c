internal import CurlHTTP
internal import OutpostCore
internal import Testing

@testable internal import OutpostGateway

@Suite("What is known of an exchange with the model")
struct ModelRecordTests {
    private let route = ModelRoute(
        upstream: "http://model.test",
        header: "x-api-key",
        credential: "real-key",
        dialect: .anthropic
    )

    @Test(
        "says that the agent left too early, unless it had the last byte of an answer of known length",
        arguments: [("2", "{}", false), ("3", "{}", true), (nil, "{}", true), ("0", "", false)]
            as [(String?, String, Bool)]
    )
    func leaving(length: String?, body: String, isAbandoned: Bool) {
        let record = ModelRecord(path: "/v1/messages", model: route)
        record.began(401, CurlHeaders(length.map { [.init(name: "Content-Length", value: $0)] } ?? []))
        for byte in body.utf8 { record.saw([byte]) }
        record.abandoned()
        #expect(record.result.abandoned == isAbandoned)
        #expect(record.result.status == 401)
    }

    @Test("says that the agent left when there was no answer")
    func noAnswer() {
        let record = ModelRecord(path: "/v1/messages", model: route)
        record.abandoned()
        #expect(record.result.abandoned && record.result.status == nil && record.result.failure == nil)
    }
}
