internal import Testing

@testable internal import outpost

@Suite("How a dispatch is named")
struct DispatchReferenceTests {
    private static let ids = ["01KF16WN5Z4BX9K0P58GV7MJ1B", "01KF16WN5Z9999999999999999", "01ARZ3NDEKTSV4RRFFQ69G5FAV"]

    private func resolve(_ text: String, among ids: [String] = ids) async throws -> String {
        try await DispatchReference.resolve(text) { Array(ids.prefix($0)) }
    }

    @Test(
        "by a beginning that only one has, in any case, or as the last",
        arguments: [("01ar", 2), ("01KF16WN5Z4", 0), ("@last", 0)]
    )
    func found(text: String, index: Int) async throws {
        #expect(try await resolve(text) == Self.ids[index])
    }

    @Test(
        "what is a whole id, or none at all, is left to the server",
        arguments: ["01KF16WN5Z4BX9K0P58GV7MJ1C", "a/b", "…"]
    )
    func left(text: String) async throws {
        #expect(try await DispatchReference.resolve(text) { _ in throw CancellationError() } == text)
    }

    @Test("a beginning of none or of several is refused, and so are the last of none and an empty text")
    func refused() async throws {
        let unset = try await #require(throws: CommandFailure.self) { try await resolve("") }
        #expect(unset.status == .usage)
        let none = try await #require(throws: CommandFailure.self) { try await resolve("02") }
        #expect(none.status == .notFound)
        let several = try await #require(throws: CommandFailure.self) { try await resolve("01KF") }
        #expect(several.status == .conflict)
        #expect(several.hint?.contains(Self.ids[1]) == true)
        let empty = try await #require(throws: CommandFailure.self) { try await resolve("@last", among: []) }
        #expect(empty.status == .notFound)
    }
}
