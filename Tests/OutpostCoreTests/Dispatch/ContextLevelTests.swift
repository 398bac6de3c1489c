internal import Foundation
internal import OutpostCore
internal import Testing

@Suite("Levels of context")
struct ContextLevelTests {
    @Test(
        "are names, or numbers of tokens within bounds",
        arguments: [
            ("none", ContextLevel.none), ("minimal", .minimal), ("standard", .standard), ("full", .full),
            ("600", .tokens(600)), ("2000", .tokens(2000)),
        ]
    )
    func reads(text: String, level: ContextLevel) throws {
        #expect(ContextLevel(text) == .some(level))
        #expect(level.text == text)
        let stored = try JSONEncoder().encode(DispatchOptions(context: level))
        #expect(try JSONDecoder().decode(DispatchOptions.self, from: stored).context == level)
    }

    @Test("are nothing else", arguments: ["", "599", "2001", "-600", "Full", "1e3", "full ", "٧٠٠"])
    func refuses(text: String) {
        #expect(ContextLevel(text) == Optional<ContextLevel>.none)
    }

    @Test("stored before there were others are still read, and nonsense is not")
    func stored() throws {
        let row = #"{"context":"standard","resources":{},"tags":{},"workspaceInit":"full","workspaceMode":"ephemeral"}"#
        let options = try JSONDecoder().decode(DispatchOptions.self, from: Data(row.utf8))
        #expect(options == DispatchOptions())
        let nonsense = Data(row.replacing("standard", with: "huge").utf8)
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(DispatchOptions.self, from: nonsense) }
    }
}
