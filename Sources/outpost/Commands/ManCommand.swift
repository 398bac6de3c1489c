internal import ArgumentParser

/// Prints the manual page: `outpost man`.
struct ManCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "man",
        abstract: "Prints the manual page, with every command and option of this version.",
        discussion: """
            EXAMPLES
              outpost man | man -l -
              outpost man >/usr/local/share/man/man1/outpost.1
            """
    )

    func run() throws {
        Console().write(try ManPage(help: Outpost._dumpHelp(), version: Outpost.version).text)
    }
}
