internal import Foundation
internal import HTTPTypes
internal import OutpostAPI
internal import OutpostCore
internal import Testing

@testable internal import OutpostServer

@Suite("Log positions")
struct LogCursorTests {
    private let signer = Signer(key: Array("key".utf8))

    @Test("A position comes back as it was, and only for its own dispatch and key")
    func roundTrip() throws {
        let coder = LogCursorCoder(signer: signer, dispatch: try Samples.id())
        let cursor = LogCursor(position: LogPosition(offset: 4096), sequence: 17)
        let text = coder.encode(cursor)
        #expect(
            text.utf8.allSatisfy {
                "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8.contains($0)
            }
        )
        #expect(coder.decode(text) == cursor)
        #expect(LogCursorCoder(signer: signer, dispatch: Samples.freshID()).decode(text) == nil)
        #expect(LogCursorCoder(signer: Signer(key: [1]), dispatch: try Samples.id()).decode(text) == nil)
    }

    @Test("A position that was changed anywhere is none")
    func tampering() throws {
        let coder = LogCursorCoder(signer: signer, dispatch: try Samples.id())
        let text = Array(coder.encode(LogCursor(position: LogPosition(offset: 4096), sequence: 17)))
        for index in text.indices {
            var changed = text
            changed[index] = changed[index] == "A" ? "B" : "A"
            #expect(coder.decode(String(changed)) == nil)
        }
        for text in ["", "x", "=", "MC4w", Base64URL.encode("0.0.x"), Base64URL.encode("-1.0.x"), "🦊"] {
            #expect(coder.decode(text) == nil)
        }
    }

    @Test("Paging through a log meets each line once, stays in place at the end, and goes on from there")
    func paging() async throws {
        let bench = try await Bench()
        let key = try await bench.key(scopes: [.status])
        let id = try bench.dispatch()
        bench.service.start(id)
        bench.service.log((1...5).map { "line \($0)" }, to: id)
        try await bench.run { client in
            func page(_ offset: String) async throws -> (lines: [JSONValue], next: String) {
                let path = "/dispatch/\(id)?logLimit=2&logOffset=\(offset)"
                let reply = try await client.send(.get, path, key: key)
                guard case .string(let next)? = try reply.value("data.logOffset") else { throw Unexpected() }
                guard case .array(let lines)? = try reply.value("data.logs") else { return ([], next) }
                return (lines, next)
            }
            var (place, seen) = ("", 0)
            for expected in [2, 2, 1, 0, 0] {
                let (lines, next) = try await page(place)
                #expect(lines.count == expected)
                seen += lines.count
                if expected == 0 { #expect(next == place) }
                place = next
            }
            #expect(seen == 5)
            bench.service.log(["line 6"], to: id)
            try bench.service.end(id, DispatchEnd(status: .success, reason: .changed))
            #expect(try await page(place).lines.count == 1)
            let wrong = try await client.send(.get, "/dispatch/\(id)?logOffset=abc", key: key)
            #expect(try wrong.problems == [FieldProblem(path: "logOffset", message: "Invalid log offset")])
        }
    }
}
