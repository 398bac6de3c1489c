internal import TestSupport
internal import Testing

@testable internal import OutpostCore

@Suite("A tar reader refuses")
struct TarRejectionTests {
    private func expectMalformed(_ bytes: [UInt8], _ words: String, _ location: SourceLocation = #_sourceLocation) {
        do {
            _ = try readTar(bytes)
            Issue.record("the archive was taken", sourceLocation: location)
        } catch ArtifactRejection.malformed(let text) {
            #expect(text.contains(words), sourceLocation: location)
        } catch {
            Issue.record(error, sourceLocation: location)
        }
    }

    @Test("a header whose checksum is wrong, whichever bit of it is turned")
    func checksum() {
        var tar = RawTar()
        tar.add("name", contents: [1, 2, 3])
        let bytes = tar.archive
        for position in 0..<512 where !(148..<156).contains(position) {
            var broken = bytes
            broken[position] ^= 0x10
            expectMalformed(broken, "checksum")
        }
    }

    @Test(
        "a size that is no octal number, or none that a file can have",
        arguments: ["-0000000001", "0000000000x", "99999999999", "0x000000010", "\u{7F}0000000000", "1 1x", "+-1"]
    )
    func size(text: String) {
        var tar = RawTar()
        tar.add("name", size: text)
        if text == "1 1x" {
            // A space ends the number, so this is one byte.
            tar.bytes += [UInt8](repeating: 65, count: 1) + [UInt8](repeating: 0, count: 511)
            #expect((try? readTar(tar.archive).map(\.size)) == [1])
        } else {
            expectMalformed(tar.archive, "size")
        }
    }

    @Test(
        "a size in base 256, as GNU tar writes beyond 8 GiB and others write below zero",
        arguments: [UInt8(0x80), 0xFF]
    )
    func binarySize(first: UInt8) {
        var tar = RawTar()
        tar.add("name")
        var bytes = tar.archive
        bytes[124] = first
        for position in 125..<136 { bytes[position] = 0xFF }
        fix(&bytes)
        expectMalformed(bytes, "size")
    }

    @Test("to believe a huge size: the entry is announced with it and never completed")
    func hugeSize() throws {
        var tar = RawTar()
        tar.add("name", size: "77777777777")
        var reader = TarReader()
        var events: [TarReader.Event] = []
        try reader.consume(tar.archive) { events.append($0) }
        #expect(events.first == .entry(.init(name: Array("name".utf8), kind: .file, size: 8_589_934_591)))
        #expect(!events.contains(.end))
        #expect(throws: ArtifactRejection.self) { try reader.finish() }
    }

    @Test("an entry that is no file and has a size", arguments: ["1", "2", "5"] as [Character])
    func sizedLink(type: Character) {
        var tar = RawTar()
        tar.add("name", type: type, contents: [1])
        expectMalformed(tar.archive, "is no file")
    }

    @Test("extended headers beyond the limit before it reads them", arguments: ["x", "g", "L", "K"] as [Character])
    func longExtension(type: Character) {
        var tar = RawTar()
        tar.add("pax", type: type, size: "00000200001")
        expectMalformed(tar.archive, "an extended header of 65537 bytes")
    }

    @Test("to hold more than the limit of extended headers at a time")
    func manyExtensions() throws {
        var tar = RawTar()
        let name = String(repeating: "n", count: 60_000)
        for _ in 0..<50 { tar.addRecords([("path", name)]) }
        tar.add("x")
        #expect(try readTar(tar.archive).map(\.name.count) == [60_000])
    }

    @Test("sparse files in PAX form", arguments: ["GNU.sparse.major", "GNU.sparse.map", "GNU.sparse.realsize"])
    func sparse(key: String) {
        var tar = RawTar()
        tar.addRecords([(key, "1")])
        tar.add("name")
        expectMalformed(tar.archive, "sparse")
    }

    @Test(
        "extended headers that cannot be read",
        arguments: [
            "garbage", "5 a=b\n", "7 a=b\n", "999 a=b\n", "-6 a=b\n", " a=b\n", "0 \n", "2 \n", "6 a=b",
            "18446744073709551616 a=b\n",
            "9223372036854775807 a=b\n", "6 a=b\n0",
        ]
    )
    func records(text: String) {
        var tar = RawTar()
        tar.add("pax", type: "x", contents: Array(text.utf8))
        tar.add("name")
        expectMalformed(tar.archive, "extended header that cannot be read")
    }

    @Test("extended sizes that are no number", arguments: ["", "-1", "x", "1.5", "99999999999999999999"])
    func extendedSize(text: String) {
        var tar = RawTar()
        tar.addRecords([("size", text)])
        tar.add("name")
        expectMalformed(tar.archive, "extended size")
    }

    private func fix(_ bytes: inout [UInt8]) {
        for position in 148..<156 { bytes[position] = 32 }
        let sum = String(bytes[..<512].reduce(0) { $0 + Int($1) }, radix: 8)
        let text = Array((String(repeating: "0", count: 6 - sum.count) + sum + "\0 ").utf8)
        bytes.replaceSubrange(148..<156, with: text)
    }
}
