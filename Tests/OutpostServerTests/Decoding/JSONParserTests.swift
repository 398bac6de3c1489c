internal import Foundation
internal import OutpostAPI
internal import TestSupport
internal import Testing

@testable internal import OutpostServer

@Suite("JSON parser")
struct JSONParserTests {
    private func parse(_ text: String) throws -> JSONValue { try JSONParser.parse(Array(text.utf8)) }

    @Test(
        "Values of every kind are read",
        arguments: [
            ("null", JSONValue.null), (" true ", .bool(true)), ("false", .bool(false)), ("0", .integer(0)),
            ("-7", .integer(-7)), ("600.0", .integer(600)), ("6e2", .integer(600)), ("1.5", .number(1.5)),
            ("-0.25E-1", .number(-0.025)), ("9223372036854775807", .integer(.max)), ("1e400", .number(.infinity)),
            ("99999999999999999999", .number(1e20)), (#""a\"\\\/\b\f\n\r\tü""#, .string("a\"\\/\u{8}\u{C}\n\r\tü")),
            (#""\u00e9\ud83d\ude00""#, .string("é😀")), (#""\ud83d""#, .string("\u{FFFD}")),
            (#""\ud83dA""#, .string("\u{FFFD}A")), (#""\ude00""#, .string("\u{FFFD}")),
            ("[]", .array([])), ("[1, [2]]", .array([.integer(1), .array([.integer(2)])])), ("{}", .object([:])),
            (#"{"a":1,"a":2}"#, .object(["a": .integer(2)])),
        ]
    )
    func values(text: String, value: JSONValue) throws {
        #expect(try parse(text) == value)
    }

    @Test(
        "What is not JSON is refused, with the place",
        arguments: [
            ("", 0), ("nul", 0), ("NaN", 0), ("Infinity", 0), ("01", 1), ("1.", 0), ("-", 0), ("+1", 0), (".5", 0),
            ("1e", 0), ("[1,]", 3), ("[1 2]", 3), ("{\"a\"}", 4), ("{a:1}", 1), ("{\"a\":1,}", 7), ("\"a", 2),
            ("\"\\x\"", 3), ("\"\\u12\"", 3), ("\"a\nb\"", 2), ("1 2", 2), ("{} x", 3), ("\u{FEFF}1", 0),
        ]
    )
    func refusals(text: String, offset: Int) throws {
        let failure = try #require(throws: JSONParser.Failure.self) { try parse(text) }
        #expect(failure.offset == offset)
    }

    @Test(
        "Bytes that are not UTF-8 are refused in a string",
        arguments: [
            [0xFF], [0xC3, 0x28], [0xED, 0xA0, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0xC0, 0xAF],
        ] as [[UInt8]]
    )
    func encoding(bytes: [UInt8]) {
        #expect(throws: JSONParser.Failure.self) { try JSONParser.parse([0x22] + bytes + [0x22]) }
    }

    @Test("Depth has a limit")
    func depth() throws {
        let deep = { (levels: Int) in String(repeating: "[", count: levels) + String(repeating: "]", count: levels) }
        _ = try parse(deep(64))
        #expect(throws: JSONParser.Failure.self) { try parse(deep(65)) }
        #expect(throws: JSONParser.Failure.self) { try parse(String(repeating: "[", count: 1_000_000)) }
    }

    @Test("What it reads, Foundation reads too, and the other way round, on mutated texts")
    func agreement() throws {
        var generator = SeededGenerator(seed: 7)
        let seed = Array(#"{"agent":"claude","n":[1,-2.5e1,true,null,{"k":"v\u00e9"}],"s":"a\\b"}"#.utf8)
        let alphabet = Array("{}[]\":,0123456789.eE+-\\u tfn\u{1}".utf8)
        for _ in 0..<3000 {
            var bytes = seed
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                bytes[place] = alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
            }
            let ours = (try? JSONParser.parse(bytes)) != nil
            let theirs = (try? JSONDecoder().decode(JSONValue.self, from: Data(bytes))) != nil
            #expect(ours == theirs, "\(String(decoding: bytes, as: UTF8.self))")
        }
    }
}
