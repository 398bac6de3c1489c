internal import OutpostCore
internal import Testing

@Suite("A door's tokens")
struct DoorTokenSourceTests {
    private let source = DoorTokenSource(key: Array(repeating: 7, count: 32))

    @Test("are the same after a restart, and another's for every dispatch, attempt, purpose and installation")
    func derivation() throws {
        let one = try Samples.id()
        let other = try Samples.id("01ARZ3NDEKTSV4RRFFQ69G5FAW")
        let token = source.token(for: one, attempt: 1)
        #expect(token == DoorTokenSource(key: Array(repeating: 7, count: 32)).token(for: one, attempt: 1))
        let different = [
            source.token(for: other, attempt: 1), source.token(for: one, attempt: 2),
            source.bootToken(for: one, attempt: 1),
            DoorTokenSource(key: Array(repeating: 8, count: 32)).token(for: one, attempt: 1),
        ]
        #expect(Set(different + [token]).count == 5)
        #expect(token.value.wholeMatch(of: /otk_[0-9a-f]{64}/) != nil)
    }
}
