extension HostileArchive {
    private static let link = Outcome.refused(["links are not taken"])
    private static let special = Outcome.refused(["it is no regular file"])
    private static let checksum = Outcome.rejected("checksum")
    private static let octal = Outcome.rejected("no octal number")
    private static let incomplete = Outcome.rejected("ends before its end marker")
    private static let unreadable = Outcome.rejected("an extended header that cannot be read")

    /// Entries that are no files.
    static let kinds: [HostileArchive] = [
        .init("a symbolic link out", link) { $0.add("files/link", type: "2") },
        .init("a write through a symbolic link", link) {
            $0.add("files/link", type: "2")
            $0.add("files/link/evil")
        },
        .init("a symbolic link as the folder of files", link) {
            $0.add("files", type: "2")
            $0.add("files/evil")
        },
        .init("two symbolic links", .refused(["links are not taken", "links are not taken"])) {
            $0.add("files/a", type: "2")
            $0.add("files/a/b", type: "2")
        },
        .init("a hard link to an earlier entry", link) {
            $0.add("files/a")
            $0.add("files/b", type: "1")
        },
        .init("a link by a PAX target", link) { $0.addExtended([("linkpath", "/etc/shadow")], type: "2") },
        .init("a link that is the facts", link) { $0.add(".outpost/changes", type: "2") },
        .init("a character device", special) { $0.add("files/null", type: "3") },
        .init("a block device", special) { $0.add("files/sda", type: "4") },
        .init("a pipe", special) { $0.add("files/pipe", type: "6") },
        .init("an unknown kind", special) { $0.add("files/x", type: "Z", contents: [1, 2, 3]) },
        .init("a volume label", special) { $0.add("files/label", type: "V") },
        .init("a GNU sparse file", special) { $0.add("files/sparse", type: "S", contents: [1]) },
        .init("a PAX sparse file", .rejected("a sparse file")) {
            $0.addExtended([("GNU.sparse.major", "1"), ("GNU.sparse.realsize", "1099511627776")])
        },
        .init("a folder with contents", .rejected("has a size")) {
            $0.add("files/d/", type: "5", contents: [1])
        },
        .init("a link with contents", .rejected("has a size")) { $0.add("files/l", type: "1", contents: [1]) },
        .init("setuid and root's rights", .harmless) { $0.add("files/suid") },
    ]

    /// Numbers, extended headers and ends that lie.
    static let headers: [HostileArchive] = [
        .init("a wrong checksum", checksum) { $0.add(Array("files/x".utf8), checksum: "0000000\0") },
        .init("a checksum that is no number", octal) { $0.add(Array("files/x".utf8), checksum: "zzzzzz\0 ") },
        .init("a negative size", octal) { $0.add("files/x", size: "-0000000001") },
        .init("a base-256 size", octal) {
            $0.add(Array("files/x".utf8), size: [0x80] + .init(repeating: 0xFF, count: 11))
        },
        .init("a negative base-256 size", octal) {
            $0.add(Array("files/x".utf8), size: .init(repeating: 0xFF, count: 12))
        },
        .init("a size that is no number", octal) { $0.add("files/x", size: "99999999999") },
        .init("8 GiB declared, none sent", incomplete) { $0.add("files/x", size: "77777777777") },
        .init("a PAX size beyond any number", .rejected("no number")) {
            $0.addExtended([("size", "99999999999999999999")])
        },
        .init("a negative PAX size", .rejected("no number")) { $0.addExtended([("size", "-1")]) },
        .init("the largest PAX size", incomplete) { $0.addExtended([("size", "9223372036854775807")]) },
        .init("a PAX size that swallows the next header", .harmless) {
            $0.addExtended([("size", "1000")])
            $0.add("files/hidden")
        },
        .init("an extended header of 8 GiB", .rejected("an extended header of")) {
            $0.add("pax", type: "x", size: "77777777777")
        },
        .init("a long name of 8 GiB", .rejected("an extended header of")) {
            $0.add("long", type: "L", size: "77777777777")
        },
        .init("a PAX record that is too long", unreadable) {
            $0.add("pax", type: "x", contents: Array("999 path=x\n".utf8))
        },
        .init("a PAX record of no length", unreadable) { $0.add("pax", type: "x", contents: Array("0 path=x\n".utf8)) },
        .init("a negative PAX record", unreadable) { $0.add("pax", type: "x", contents: Array("-9 path=x\n".utf8)) },
        .init("a PAX record without an end", unreadable) {
            $0.add("pax", type: "x", contents: Array("9 path=xx".utf8))
        },
        .init("a PAX header of noise", unreadable) { $0.add("pax", type: "x", contents: [0xFF, 0, 0xFE, 10]) },
        .init("a global PAX path", .harmless) {
            $0.add("pax", type: "g", contents: HostileTar.record("path", "../../evil"))
            $0.add("files/x")
        },
        .init("extended headers for nothing", .harmless) {
            for _ in 0..<1000 { $0.add("pax", type: "x", contents: HostileTar.record("path", "../evil")) }
        },
        .init("no end marker", incomplete) {
            $0.add("files/x")
            $0.end = []
        },
        .init("cut off in a header", incomplete) {
            $0.add("files/x")
            $0.end = Array("files/".utf8)
        },
        .init("cut off in the contents", incomplete) {
            $0.add("files/x", contents: .init(repeating: 1, count: 2000))
            $0.bytes.removeLast(1000)
            $0.end = []
        },
        .init("nothing at all", incomplete) { $0.end = [] },
        .init("noise after the end", .harmless) {
            $0.add("files/x")
            $0.end += [UInt8](repeating: 0xAA, count: 5000)
        },
        .init("an entry after the end", .harmless) {
            $0.bytes = [UInt8](repeating: 0, count: 1024)
            $0.add("../evil")
        },
        .init("gzip", checksum) { $0.bytes = [0x1F, 0x8B, 8] + .init(repeating: 0x55, count: 509) },
    ]

    /// Every archive of the corpus.
    static let all = names + kinds + headers
}
