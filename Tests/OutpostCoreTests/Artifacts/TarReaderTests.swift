internal import TestSupport
internal import Testing

@testable internal import OutpostCore

@Suite("A tar reader")
struct TarReaderTests {
    private static func small() -> [UInt8] {
        var tar = RawTar()
        tar.addRecords([("path", "files/a name that came in an extended header")])
        tar.add("short", contents: Array("hello".utf8))
        tar.add("empty")
        tar.add("././@LongLink", type: "L", contents: Array(String(repeating: "l", count: 130).utf8) + [0])
        tar.add("cut", contents: [UInt8](repeating: 7, count: 512))
        tar.add("folder/", type: "5")
        return tar.archive
    }

    @Test("reads the same, wherever the archive is cut in two")
    func splits() throws {
        let bytes = Self.small()
        let whole = try readTar(bytes)
        #expect(
            whole.map(\.name) == [
                "files/a name that came in an extended header", "empty", String(repeating: "l", count: 130), "folder/",
            ]
        )
        #expect(whole.map(\.size) == [5, 0, 512, 0])
        for position in 0...bytes.count {
            let parts = try readTar([Array(bytes[..<position]), Array(bytes[position...])])
            try #require(parts == whole, "cut at \(position)")
        }
        #expect(try readTar(bytes.map { [$0] }) == whole)
    }

    @Test("reads what GNU tar writes, in both formats", arguments: [TarFixtures.gnu, TarFixtures.posix])
    func realArchive(fixture: String) throws {
        let entries = try readTar(TarFixtures.bytes(fixture))
        #expect(
            entries.map(\.name) == [
                "d/", "d/a.txt", "d/hard", "d/link", "d/null", "d/pipe", "d/sub/", TarFixtures.longName,
            ]
        )
        #expect(entries.map(\.kind) == [.directory, .file, .link, .link, .other, .other, .directory, .file])
        #expect(entries[1].contents == Array("hello\n".utf8))
        #expect(entries[7].contents == Array("x".utf8))
        #expect(entries.allSatisfy { $0.isComplete })
    }

    @Test("ignores what follows the end marker")
    func trailing() throws {
        var tar = RawTar()
        tar.add("a")
        var garbage = SeededGenerator(seed: 1)
        let tail = (0..<3000).map { _ in UInt8.random(in: 1...255, using: &garbage) }
        #expect(try readTar(tar.archive + tail).map(\.name) == ["a"])
    }

    @Test("does not take a cut archive for a whole one", arguments: [0, 1, 511, 512, 515, 1024, 1535])
    func truncated(count: Int) {
        var tar = RawTar()
        tar.add("a", contents: Array("hello".utf8))
        #expect(throws: ArtifactRejection.malformed("the archive ends before its end marker")) {
            try readTar(Array(tar.archive.prefix(count)))
        }
    }

    @Test(
        "tells kinds apart",
        arguments: [
            ("0", "f", .file), ("\0", "f", .file), ("7", "f", .file), ("0", "f/", .directory), ("5", "f", .directory),
            ("1", "f", .link), ("2", "f", .link), ("3", "f", .other), ("4", "f", .other), ("6", "f", .other),
            ("S", "f", .other),
            ("V", "f", .other), ("M", "f", .other), ("Z", "f", .other),
        ] as [(Character, String, TarReader.Kind)]
    )
    func kinds(type: Character, name: String, kind: TarReader.Kind) throws {
        var tar = RawTar()
        tar.add(name, type: type)
        #expect(try readTar(tar.archive).map(\.kind) == [kind])
    }

    @Test("joins prefix and name as POSIX does, and not where the format has no prefix")
    func prefix() throws {
        var tar = RawTar()
        tar.add("name", prefix: "some/folder")
        tar.add("name", prefix: "some/folder", magic: "ustar  \0")
        #expect(try readTar(tar.archive).map(\.name) == ["some/folder/name", "name"])
    }

    @Test("forgets an extended header after the entry that it belongs to, and ignores global ones")
    func extent() throws {
        var tar = RawTar()
        tar.addRecords([("path", "everywhere"), ("size", "3")], type: "g")
        tar.add("././@LongLink", type: "K", contents: Array("target\0".utf8))
        tar.add("one")
        tar.addRecords([("path", "two"), ("comment", "a=b"), ("mtime", "1.5")])
        tar.add("x")
        tar.add("three")
        #expect(try readTar(tar.archive).map(\.name) == ["one", "two", "three"])
        #expect(try readTar(tar.archive).map(\.size) == [0, 0, 0])
    }

    @Test("takes the size from an extended header, whatever the header itself says")
    func extendedSize() throws {
        var tar = RawTar()
        tar.addRecords([("size", "5")])
        tar.add("a", size: "00000000000")
        tar.bytes += Array("hello".utf8) + [UInt8](repeating: 0, count: 507)
        tar.add("b")
        let entries = try readTar(tar.archive)
        #expect(entries.map(\.name) == ["a", "b"])
        #expect(entries[0].contents == Array("hello".utf8))
    }
}
