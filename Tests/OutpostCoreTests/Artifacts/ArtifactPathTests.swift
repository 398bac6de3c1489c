internal import OutpostCore
internal import Testing

@Suite("A path of an artifact")
struct ArtifactPathTests {
    private func judge(_ name: [UInt8]) -> String {
        switch ArtifactPath.judge(name) {
        case .success(let path): path?.text ?? "(root)"
        case .failure(let refused): "! " + refused.reason
        }
    }

    @Test(
        "is a relative name without tricks",
        arguments: [
            ("a", "a"), ("a/b/c.txt", "a/b/c.txt"), ("./a", "a"), ("./a//b/./c", "a/b/c"), ("a/", "a"), ("...", "..."),
            ("..a/b..", "..a/b.."), ("a\\..\\b", "a\\..\\b"), ("ä/€", "ä/€"), ("", "(root)"), (".", "(root)"),
            ("./", "(root)"),
            ("././/.", "(root)"), ("a b", "a b"), ("-rf", "-rf"), ("~", "~"),
        ]
    )
    func taken(name: String, expected: String) {
        #expect(judge(Array(name.utf8)) == expected)
    }

    @Test(
        "is refused with a reason otherwise",
        arguments: [
            ("/etc/passwd", "its name is absolute"), ("//a", "its name is absolute"),
            ("..", "its name leads out of the archive"), ("../a", "its name leads out of the archive"),
            ("a/../../b", "its name leads out of the archive"), ("a/..", "its name leads out of the archive"),
            ("./../a", "its name leads out of the archive"), ("a\0b", "its name has control characters"),
            ("a\nb", "its name has control characters"), ("a\u{1B}[31m", "its name has control characters"),
            ("a\u{7F}", "its name has control characters"), ("a\u{80}", "its name has control characters"),
            ("a\u{9B}31mb", "its name has control characters"), ("a\u{9F}", "its name has control characters"),
            ("a\u{202E}txt.sh", "its name has marks of direction, which make it read as another"),
            ("\u{61C}a", "its name has marks of direction, which make it read as another"),
            ("a/b\u{200F}", "its name has marks of direction, which make it read as another"),
            ("a\u{2069}", "its name has marks of direction, which make it read as another"),
            ("../\u{301}a", "its name has a slash with a combining mark"),
            ("files/\u{1F3FB}", "its name has a slash with a combining mark"),
            ("files\u{600}/a", "its name has a slash with a combining mark"),
        ]
    )
    func refused(name: String, reason: String) {
        #expect(judge(Array(name.utf8)) == "! " + reason)
    }

    @Test(
        "is UTF-8",
        arguments: [[0xFF], [0x61, 0xC3], [0xC0, 0xAE, 0xC0, 0xAE, 0x2F], [0xED, 0xA0, 0x80]] as [[UInt8]]
    )
    func encoding(name: [UInt8]) {
        #expect(judge(name) == "! its name is not UTF-8")
    }

    @Test("has bounds: 1024 bytes, 64 folders, 255 bytes a part")
    func bounds() {
        let part = String(repeating: "p", count: 255)
        #expect(judge(Array(part.utf8)) == part)
        #expect(judge(Array((part + "p").utf8)) == "! a part of its name is longer than 255 bytes")
        let deep = Array(repeating: "d", count: 64).joined(separator: "/")
        #expect(judge(Array(deep.utf8)) == deep)
        #expect(judge(Array((deep + "/d").utf8)) == "! it is more than 64 folders deep")
        let long = Array(repeating: String(repeating: "l", count: 127), count: 8).joined(separator: "/")
        #expect(long.utf8.count == 1023)
        #expect(judge(Array(long.utf8)) == long)
        #expect(judge(Array((long + "ll").utf8)) == "! its name is longer than 1024 bytes")
    }

    @Test(
        "suggests a media type",
        arguments: [
            ("diff.patch", "text/x-patch"), ("summary.json", "application/json"), ("output.log", "text/plain"),
            ("task.md", "text/markdown"), ("commits.bundle", "application/x-git-bundle"),
            ("a.bin", "application/octet-stream"),
            ("Makefile", "application/octet-stream"), ("page.html", "application/octet-stream"),
        ]
    )
    func mediaType(name: String, type: String) throws {
        let path = try #require(try ArtifactPath.judge(Array(name.utf8)).get())
        #expect(path.mediaType == type)
    }

    @Test("is printable in reports, whatever the bytes")
    func printable() {
        #expect(ArtifactPath.printable(Array("a/b-c_d.txt".utf8)) == "a/b-c_d.txt")
        #expect(ArtifactPath.printable([0x61, 0x20, 0x0A, 0x25, 0xFF, 0x7F, 0x00]) == "a%20%0A%25%FF%7F%00")
        #expect(ArtifactPath.printable([UInt8](repeating: 0x61, count: 5000)).count == 256)
    }
}
