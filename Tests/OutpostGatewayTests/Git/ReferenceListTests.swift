internal import NIOCore
internal import Testing

@testable internal import OutpostGateway

@Suite("The list of references that a host begins with")
struct ReferenceListTests {
    @Test("is taken off what it says, wherever that is cut")
    func passed() throws {
        var list = ReferenceList()
        #expect(try list.pass(ByteBuffer(string: "0009name\n00")) == nil)
        #expect(try list.pass(ByteBuffer(string: "00rest")) == ByteBuffer(string: "rest"))
        #expect(try list.pass(ByteBuffer(string: "more")) == ByteBuffer(string: "more"))
    }

    @Test("is refused when it does not end")
    func endless() throws {
        var list = ReferenceList()
        let line = String(repeating: "0104" + String(repeating: "n", count: 256), count: 4096)
        let piece = ByteBuffer(string: line)
        let refusal = #expect(throws: Refusal.self) {
            for _ in 0...(SSHPush.listLimit / piece.readableBytes) { _ = try list.pass(piece) }
        }
        #expect(refusal?.message.contains("too long") == true)
    }
}
