internal import OutpostCore
internal import Testing

@Suite("Lines of a patch")
struct PatchLineCounterTests {
    private static let patch = """
        diff --git a/a b/a
        index 1..2 100644
        --- a/a
        +++ b/a
        @@ -1,3 +1,4 @@ func x()
         kept
        --- removed line that looks like a header
        +++ added line that looks like a header
        +@@ -1 +1 @@
         kept
        \\ No newline at end of file
        diff --git a/b b/b
        new file mode 100644
        --- /dev/null
        +++ b/b
        @@ -0,0 +1 @@
        +one
        diff --git a/c.bin b/c.bin
        GIT binary patch
        literal 3
        +cmZ
        -cmZ

        """

    @Test("are counted as git counts them, however the bytes come", arguments: [1, 7, 4096])
    func counts(size: Int) {
        let bytes = Array(Self.patch.utf8)
        var counter = PatchLineCounter()
        for start in stride(from: 0, to: bytes.count, by: size) {
            counter.read(Array(bytes[start..<min(start + size, bytes.count)]))
        }
        #expect(counter.added == 3)
        #expect(counter.removed == 1)
    }

    @Test(
        "are counted within bounds, whatever a header says",
        arguments: [
            "-1,-9223372036854775808 +1,1", "-1,9223372036854775807 +1,-9", "-1,99999999999999999999 +1,0", "-1,1 +1,1",
        ]
    )
    func hostile(range: String) {
        var counter = PatchLineCounter()
        counter.read(Array("@@ \(range) @@\n kept\n-gone\n-gone\n+new\n kept\n".utf8))
        #expect(counter.added + counter.removed <= 3)
    }
}
