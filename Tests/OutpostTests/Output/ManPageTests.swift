internal import ArgumentParser
internal import Testing

@testable internal import outpost

@Suite("The manual page")
struct ManPageTests {
    @Test("has every command at every level with its options, and no line that troff would take for a request")
    func whole() throws {
        let text = try ManPage(help: Outpost._dumpHelp(), version: "1").text
        for command in ["outpost dispatch", "outpost artifacts get", "outpost secrets set", "outpost agents new"] {
            #expect(text.contains("\n.SS \(ManPage.escaped(command))\n"), "\(command)")
        }
        #expect(text.contains(#"\fB\-\-follow\fR"#))
        let known = [".TH", ".SH", ".SS", ".PP", ".TP", ".nf", ".fi"]
        for line in text.split(separator: "\n") where line.hasPrefix(".") || line.hasPrefix("'") {
            #expect(known.contains { line.hasPrefix($0) }, "\(line)")
        }
        #expect(ManPage.escaped(".x \\ -y") == "\\&.x \\e \\-y")
    }
}
