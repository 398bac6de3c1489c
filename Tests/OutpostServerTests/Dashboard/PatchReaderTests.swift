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
        let lines = PatchReader.mostLines + 10
        let one = PatchReader(
            "diff --git a/a b/a\n@@ -0,0 +1,\(lines) @@\n" + "+\(long)\n" + String(repeating: "+y\n", count: lines - 1)
        )
        #expect(one.isCut && one.files[0].isCut)
        #expect(one.files[0].added == lines)
        #expect(one.files[0].lines.count == PatchReader.mostLines)
        #expect(one.files[0].lines[1].text.unicodeScalars.count == PatchReader.longestLine + 1)
        let many = PatchReader(String(repeating: "diff --git a/a b/a\n", count: PatchReader.mostFiles * 3))
        #expect(many.isCut)
        #expect(many.files.count == PatchReader.mostFiles)
    }
}
