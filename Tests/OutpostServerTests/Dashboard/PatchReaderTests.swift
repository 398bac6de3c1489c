internal import Testing

@testable internal import OutpostServer

@Suite("A patch on a page")
struct PatchReaderTests {
    @Test("has its files, their counts and their lines")
    func files() {
        let patch = PatchReader(
            """
            diff --git a/a.txt b/a.txt
            --- a/a.txt
            +++ b/a.txt
            @@ -1,2 +1,3 @@
             kept
            -gone
            +new
            +newer
            diff --git a/old name b/new name
            similarity index 100%
            rename from old name
            rename to new name
            diff --git a/i.png b/i.png
            GIT binary patch
            """
        )
        #expect(patch.files.map(\.name) == ["a.txt", "new name", "i.png"])
        #expect(patch.files.map(\.added) == [2, 0, 0])
        #expect(patch.files.map(\.removed) == [1, 0, 0])
        #expect(patch.files.map(\.isBinary) == [false, false, true])
        #expect(patch.files[0].lines.map(\.kind) == [.hunk, .context, .removed, .added, .added])
    }

    @Test("takes lines that look like headers for what they are")
    func disguise() {
        let patch = PatchReader(
            "diff --git a/a b/a\n--- a/a\n+++ b/a\n@@ -1,2 +1,2 @@\n--- a/evil\n-diff --git a/x b/x\n+++ b/evil\n+@@ -1 +1 @@\n"
        )
        #expect(patch.files.map(\.name) == ["a"])
        #expect(patch.files[0].removed == 2)
        #expect(patch.files[0].added == 2)
        #expect(patch.files[0].lines.map(\.text).contains("-- a/evil"))
    }

    @Test(
        "that is none, or is cut or lies about itself, does no harm",
        arguments: [
            "", "\n\n", "@@ -1 +1 @@\n+a", "diff --git ", "diff --git a b\n@@ -x +y @@\n+a",
            "diff --git a/a b/a\n@@ -9223372036854775807,9223372036854775807 +1,9223372036854775807 @@\n-a\n+b\nzzz",
            "diff --git a/a b/a\n@@ -1,-5 +1,99999999999999999999 @@\n+a", "\u{0}\u{FFFD}\r\n+++ \r\n--- ",
            "diff --git a/a b/a\n+++ ", "diff --git a/a b/a\n@@ -1 +1 @@\n\\",
        ]
    )
    func hostile(text: String) {
        let patch = PatchReader(text)
        #expect(patch.files.count <= 1)
        #expect(patch.files.allSatisfy { $0.added <= 1 && $0.removed <= 1 })
    }

    @Test("shows so many lines, files and characters, and counts on")
    func bounds() {
        let long = String(repeating: "x", count: PatchReader.longestLine * 2)
        let lines = PatchReader.most.lines + 10
        let one = PatchReader(
            "diff --git a/a b/a\n@@ -0,0 +1,\(lines) @@\n" + "+\(long)\n" + String(repeating: "+y\n", count: lines - 1)
        )
        #expect(one.isCut && one.files[0].isCut)
        #expect(one.files[0].added == lines)
        #expect(one.files[0].lines.count == PatchReader.most.lines / 4)
        #expect(one.files[0].lines[1].text.unicodeScalars.count == PatchReader.longestLine + 1)
        let many = PatchReader(String(repeating: "diff --git a/a b/a\n", count: PatchReader.mostFiles * 3))
        #expect(many.isCut)
        #expect(many.files.count == PatchReader.mostFiles)
        #expect(many.fileCount == PatchReader.mostFiles * 3)
    }

    @Test("leaves room for the files after a large one, and counts all of them", arguments: ["y", "\u{1F600}<\"'&"])
    func largeFirst(text: String) {
        let long = String(repeating: text, count: 300)
        func file(_ name: Int, lines: Int) -> String {
            "diff --git a/\(name) b/\(name)\n@@ -0,0 +1,\(lines) @@\n"
                + String(repeating: "+\(long)\n", count: lines)
        }
        let patch = PatchReader(file(0, lines: 9000) + (1...400).map { file($0, lines: 5) }.joined())
        #expect(patch.added == 9000 + 400 * 5)
        #expect(patch.fileCount == 401)
        #expect(patch.files.count == PatchReader.mostFiles)
        #expect(patch.files.map(\.added) == [9000] + Array(repeating: 5, count: PatchReader.mostFiles - 1))
        #expect(patch.files[0].isCut)
        #expect(patch.files[1].lines.count == 6 && !patch.files[1].isCut)
        let shown = patch.files.flatMap(\.lines)
        #expect(shown.count <= PatchReader.most.lines)
        let bytes = shown.reduce(0) { $0 + $1.text.utf8.count }
        #expect(bytes <= PatchReader.most.bytes + PatchReader.mostFiles * PatchReader.longestLine * 4)
    }

    @Test("is the same in whatever pieces it comes", arguments: [1, 7, 64])
    func pieces(size: Int) {
        let text = Self.odd
        var patch = PatchReader()
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: size) {
            patch.read(Array(bytes[start..<min(start + size, bytes.count)]))
        }
        patch.finish()
        #expect(patch.files == PatchReader(text).files)
    }

    private static let odd = #"""
        diff --git "a/na\303\257ve \"q\".txt" "b/na\303\257ve \"q\".txt"
        new file mode 100755
        --- /dev/null
        +++ "b/na\303\257ve \"q\".txt"
        @@ -0,0 +1 @@
        +end
        \ No newline at end of file
        diff --git a/with space b/with space
        old mode 100644
        new mode 100755
        diff --git a/link b/link
        new file mode 120000
        --- /dev/null
        +++ b/link
        @@ -0,0 +1 @@
        +target
        \ No newline at end of file
        diff --git "a/tab\there" b/plain
        similarity index 90%
        rename from "tab\there"
        rename to plain
        --- "a/tab\there"
        +++ b/plain
        @@ -1 +1 @@
        -old
        \ No newline at end of file
        +new
        diff --git a/i.png b/i.png
        deleted file mode 100644
        index 0123456..0000000
        GIT binary patch
        literal 0
        HcmV?d00001

        diff --git a/module b/module
        index 0123456..89abcde 160000
        --- a/module
        +++ b/module
        @@ -1 +1 @@
        -Subproject commit 0123456
        +Subproject commit 89abcde

        """#

    @Test("has a badge for what its lines do not tell, and the names that git quotes")
    func badges() {
        let files = PatchReader(Self.odd).files
        #expect(files.map(\.name) == ["naïve \"q\".txt", "with space", "link", "plain", "i.png", "module"])
        #expect(
            files.map(\.badges) == [
                ["new", "executable", "no newline at the end"], ["mode 100644 → 100755"], ["new", "symbolic link"],
                ["renamed from tab\there"], ["deleted", "binary"], ["submodule"],
            ]
        )
        #expect(files[0].lines.last == PatchFile.Line(kind: .note, text: "\\ No newline at end of file"))
        #expect(files[3].lines.map(\.kind) == [.hunk, .removed, .note, .added])
    }

    @Test(
        "has names whatever stands between quotes",
        arguments: [
            (#""a\\b""#, #"a\b"#), (#""\001\7z\t""#, "\u{1}\u{7}z\t"), (#""\377""#, "\u{FFFD}"), (#""open"#, "open"),
            (#""\"#, #"\"#), ("\"", ""), ("", ""), ("plain\t", "plain"), (#""\400""#, "\u{0}"),
        ]
    )
    func names(text: String, name: String) { #expect(GitPath.decode(Array(text.utf8)) == name) }
}
