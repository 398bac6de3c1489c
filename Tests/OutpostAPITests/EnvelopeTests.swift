internal import Foundation
internal import OutpostAPI
internal import Testing

@Suite("Bodies on the wire")
struct EnvelopeTests {
    private let time = APITime(Date(timeIntervalSince1970: 1_768_314_600))
    private var meta: Meta { Meta(requestId: "r", timestamp: time) }

    private func json(_ value: some Encodable) throws -> String {
        String(decoding: try APICoding.encode(value), as: UTF8.self)
    }

    @Test("a success is wrapped, and keys without a value are left out")
    func success() throws {
        let envelope = Envelope(data: ListBody(items: ["a/b"]), meta: meta)
        #expect(
            try json(envelope)
                == #"{"data":{"items":["a/b"]},"meta":{"requestId":"r","timestamp":"2026-01-13T14:30:00.000Z"},"#
                + #""success":true}"#
        )
    }

    @Test("pagination and warnings stand in meta, the cursor only where a page follows")
    func pages() throws {
        var meta = meta
        meta.pagination = Pagination(cursor: nil, hasMore: false, limit: 20)
        meta.warnings = ["unknown field 'x' ignored"]
        #expect(
            try json(meta)
                == #"{"pagination":{"hasMore":false,"limit":20},"requestId":"r","#
                + #""timestamp":"2026-01-13T14:30:00.000Z","warnings":["unknown field 'x' ignored"]}"#
        )
    }

    @Test("a failure names every field that is wrong, and both sides read the same")
    func failure() throws {
        let problems = [FieldProblem(path: "a.b", message: "Required"), FieldProblem(path: "", message: "No")]
        let envelope = ErrorEnvelope(error: ErrorBody(problems: problems), meta: meta)
        #expect(
            try json(envelope.error)
                == #"{"code":"VALIDATION_ERROR","details":{"errors":[{"message":"Required","path":"a.b"},"#
                + #"{"message":"No","path":""}]},"message":"Request validation failed"}"#
        )
        let read = try APICoding.decode(ErrorEnvelope.self, from: APICoding.encode(envelope))
        #expect(read == envelope)
        #expect(read.error.problems == problems)
        #expect(ErrorBody(code: .notFound, message: "m", details: ["errors": "x"]).problems.isEmpty)
    }

    @Test(
        "any JSON value is read back as it was written",
        arguments: ["null", "true", "1", "-3", "0.5", #""x\"é""#, "[]", #"{"a":[1,{"b":null}],"c":false}"#]
    )
    func values(text: String) throws {
        let value = try APICoding.decode(JSONValue.self, from: Data(text.utf8))
        #expect(try json(value) == text)
    }

    @Test("an unknown code and unknown keys of a newer server are read")
    func newer() throws {
        let text =
            #"{"success":false,"error":{"code":"NEW","message":"m","x":1},"meta":{"requestId":"r","#
            + #""timestamp":"2026-01-13T14:30:00.000Z","y":2}}"#
        let read = try APICoding.decode(ErrorEnvelope.self, from: Data(text.utf8))
        #expect(read.error == ErrorBody(code: ErrorCode(rawValue: "NEW"), message: "m"))
    }

    @Test("a change of a tenant says what changes, and nothing else")
    func update() throws {
        #expect(
            try json(UpdateTenantBody(tier: "pro", limits: LimitsBody(queued: 3)))
                == #"{"limits":{"queued":3},"tier":"pro"}"#
        )
        #expect(
            try json(CreateKeyBody(tenant: "t", expiresAt: time))
                == #"{"expiresAt":"2026-01-13T14:30:00.000Z","tenant":"t"}"#
        )
    }
}
