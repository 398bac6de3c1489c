extension HostileArchive {
    private static let outward = Outcome.refused(["its name leads out of the archive"])
    private static let absolute = Outcome.refused(["its name is absolute"])
    private static let unexpected = Outcome.refused(["it is not among the names that a runtime hands in"])
    private static let control = Outcome.refused(["its name has control characters"])
    private static let twice = Outcome.refused(["the name stands twice, but for upper and lower case"])
    private static let noName = Outcome.refused(["it has no name"])

    /// Names that lead elsewhere, or clash.
    static let names: [HostileArchive] = [
        .init("parent", outward) { $0.add("../evil") },
        .init("parent inside", outward) { $0.add("files/../../evil") },
        .init("parent at the end", outward) { $0.add("files/a/..") },
        .init("parent after dots", outward) { $0.add("./files/./../../evil") },
        .init("parent that stays inside", outward) { $0.add("files/a/../b") },
        .init("parent by the prefix field", outward) { $0.add(Array("evil".utf8), prefix: "files/../..") },
        .init("parent by a PAX path", outward) { $0.addExtended([("path", "../../evil")]) },
        .init("parent by the last of two PAX paths", outward) {
            $0.addExtended([("path", "files/good"), ("path", "../evil")])
        },
        .init("parent by a GNU long name", outward) { $0.addLongName(Array("files/../../evil".utf8)) },
        .init("parent in the facts", outward) { $0.add(".outpost/../../evil") },
        .init("absolute", absolute) { $0.add("/etc/evil") },
        .init("absolute by two slashes", absolute) { $0.add("//etc/evil") },
        .init("absolute by the prefix field", absolute) { $0.add(Array("evil".utf8), prefix: "/etc") },
        .init("absolute by a PAX path", absolute) { $0.addExtended([("path", "/etc/evil")]) },
        .init("absolute by a GNU long name", absolute) { $0.addLongName(Array("/etc/evil".utf8)) },
        .init("backslashes", unexpected) { $0.add("..\\..\\evil") },
        .init("a drive", unexpected) { $0.add("C:evil") },
        .init("no name", noName) { $0.add("") },
        .init("a dot", noName) { $0.add(".") },
        .init("an empty GNU long name", noName) { $0.addLongName([]) },
        .init("an empty PAX path", noName) { $0.addExtended([("path", "")]) },
        .init("a line feed", control) { $0.add("files/a\nb") },
        .init("an escape", control) { $0.add("files/\u{1B}[2J") },
        .init("a NUL in a PAX path", control) { $0.addExtended([("path", "files/a\0b")]) },
        .init("a delete", control) { $0.add("files/\u{7F}") },
        .init("no UTF-8", .refused(["its name is not UTF-8"])) { $0.add(Array("files/".utf8) + [0xFF, 0xFE]) },
        .init("an overlong slash", .refused(["its name is not UTF-8"])) {
            $0.add(Array("files/..".utf8) + [0xC0, 0xAF] + Array("evil".utf8))
        },
        .init("a slash with a combining mark", .refused(["its name has a slash with a combining mark"])) {
            $0.add("files/\u{301}../evil")
        },
        .init("the manifest", unexpected) { $0.add("manifest.json") },
        .init("the summary", unexpected) { $0.add("summary.json") },
        .init("the log", unexpected) { $0.add("output.log") },
        .init("the task", unexpected) { $0.add("./task.md") },
        .init("the record of the log", outward) { $0.add("files/../../log.jsonl") },
        .init("facts in capitals", unexpected) { $0.add(".OUTPOST/changes") },
        .init("facts as a file", unexpected) { $0.add(".outpost") },
        .init("a fact twice", twice) {
            $0.add(".outpost/changes", contents: Array("none".utf8))
            $0.add(".outpost/changes", contents: Array("committed".utf8))
        },
        .init("the same name", twice) { for _ in 0..<2 { $0.add("files/a") } },
        .init("the same name by dots", twice) { for name in ["files/a", "files/./a"] { $0.add(name) } },
        .init("the same name by slashes", twice) { for name in ["files/a", "files//a"] { $0.add(name) } },
        .init("upper and lower case", twice) { for name in ["files/a", "files/A"] { $0.add(name) } },
        .init("forms of Unicode", twice) { for name in ["files/\u{E4}", "files/a\u{308}"] { $0.add(name) } },
        .init("a file in the path", .refused(["a file stands in its path"])) {
            for name in ["files/a", "files/a/b"] { $0.add(name) }
        },
        .init("a file in the path, in capitals", .refused(["a file stands in its path"])) {
            for name in ["files/a", "files/A/b"] { $0.add(name) }
        },
        .init("a folder of that name", .refused(["a folder has that name"])) {
            for name in ["files/a/b", "files/A"] { $0.add(name) }
        },
        .init("the difference as a folder", unexpected) { $0.add("diff.patch/evil") },
        .init("a name of 1,025 bytes", .refused(["its name is longer than 1024 bytes"])) {
            $0.addExtended([("path", "files/" + String(repeating: "a/", count: 509) + "a")])
        },
        .init("a part of 256 bytes", .refused(["a part of its name is longer than 255 bytes"])) {
            $0.addExtended([("path", "files/" + String(repeating: "a", count: 256))])
        },
        .init("10,000 folders deep", .refused(["its name is longer than 1024 bytes"])) {
            $0.addLongName(Array(("files/" + String(repeating: "d/", count: 10_000) + "x").utf8))
        },
        .init("65 folders deep", .refused(["it is more than 64 folders deep"])) {
            $0.addExtended([("path", "files/" + String(repeating: "d/", count: 64) + "x")])
        },
        .init("dots and spaces at the end", .harmless) {
            for name in ["files/a.", "files/a ", "files/...", "files/ "] { $0.add(name) }
        },
        .init("names of devices elsewhere", .harmless) { for name in ["files/NUL", "files/con"] { $0.add(name) } },
        .init("git's folder", .harmless) { $0.add("files/.git/hooks/post-checkout") },
    ]
}
