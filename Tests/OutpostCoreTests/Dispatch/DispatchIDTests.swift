internal import Foundation
internal import OutpostCore
internal import TestSupport
internal import Testing

@Suite("A dispatch's identifier")
struct DispatchIDTests {
    /// The same word for ever.
    private struct Constant: RandomNumberGenerator {
        let word: UInt64
        mutating func next() -> UInt64 { word }
    }

    @Test(
        "has the milliseconds in its first ten characters",
        arguments: [
            (0, "0000000000"), (1, "0000000001"), (31, "000000000Z"), (32, "0000000010"),
            (1_469_918_176_385, "01ARYZ6S41"), (1_469_922_850_259, "01ARZ3NDEK"), (281_474_976_710_655, "7ZZZZZZZZZ"),
        ] as [(UInt64, String)]
    )
    func time(milliseconds: UInt64, prefix: String) {
        var generator = SeededGenerator(seed: 1)
        #expect(DispatchID(milliseconds: milliseconds, using: &generator).text.prefix(10) == prefix)
    }

    @Test("has eighty random bits after them")
    func randomness() {
        var zeros = Constant(word: 0)
        var ones = Constant(word: .max)
        #expect(DispatchID(milliseconds: 0, using: &zeros).text == String(repeating: "0", count: 26))
        #expect(DispatchID(milliseconds: 0, using: &ones).text == "0000000000" + String(repeating: "Z", count: 16))
        var generator = SeededGenerator(seed: 7)
        let ids = (0..<1000).map { _ in DispatchID(milliseconds: 5, using: &generator) }
        #expect(Set(ids).count == 1000)
        for position in 10..<26 {
            let seen = Set(ids.map { Array($0.text)[position] })
            #expect(seen.count == 32, "position \(position) must take every value")
        }
    }

    @Test("sorts by time")
    func order() {
        var generator = SeededGenerator(seed: 3)
        let times = (0..<200).map { _ in UInt64.random(in: 0..<(1 << 48), using: &generator) }
        let ids = times.map { DispatchID(milliseconds: $0, using: &generator) }
        let sorted = zip(times, ids).sorted { $0.1 < $1.1 }.map(\.0)
        #expect(sorted == times.sorted())
    }

    @Test("reads what it writes, in either case, and JSON")
    func roundTrip() throws {
        var generator = SeededGenerator(seed: 11)
        let id = DispatchID(milliseconds: 1_700_000_000_000, using: &generator)
        #expect(DispatchID(id.text) == id)
        #expect(DispatchID(id.text.lowercased()) == id)
        #expect("\(id)" == id.text)
        let json = try JSONEncoder().encode([id])
        #expect(String(decoding: json, as: UTF8.self) == "[\"\(id.text)\"]")
        #expect(try JSONDecoder().decode([DispatchID].self, from: json) == [id])
        #expect(throws: DecodingError.self) { try JSONDecoder().decode([DispatchID].self, from: Data(#"["x"]"#.utf8)) }
    }

    @Test(
        "refuses what is none",
        arguments: [
            "", "01ARZ3NDEKTSV4RRFFQ69G5FA", "01ARZ3NDEKTSV4RRFFQ69G5FAVV", "81ARZ3NDEKTSV4RRFFQ69G5FAV",
            "01ARZ3NDEKTSV4RRFFQ69G5FAI", "01ARZ3NDEKTSV4RRFFQ69G5FAL", "01ARZ3NDEKTSV4RRFFQ69G5FAO",
            "01ARZ3NDEKTSV4RRFFQ69G5FAU", "01ARZ3NDEKTSV4RRFFQ69G5FA ", "01ARZ3NDEKTSV4RRFFQ69G5FA/",
            "../../../../../../etc/pass", "01ARZ3NDEKTſV4RRFFQ69G5FAV", "٠1ARZ3NDEKTSV4RRFFQ69G5FAV",
        ]
    )
    func refuses(text: String) {
        #expect(DispatchID(text) == nil)
    }
}
