internal import Foundation
internal import OutpostAPI
internal import OutpostCore

/// Where a command writes: results to standard output, everything else to standard error.
struct Console: Sendable {
    /// Whether standard output takes colours.
    let colours: Bool
    /// Whether standard error takes colours.
    let coloursOfNotes: Bool
    /// Whether standard error is a terminal, so that a progress line may be redrawn.
    let isInteractive: Bool
    /// Columns of the terminal.
    let columns: Int

    /// Columns of the terminal that standard output or error is, as this command found them; nil without one.
    @TaskLocal static var terminalColumns: Int?

    init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        let takesColours = Self.takesColours(environment)
        colours = takesColours && Terminal.isTerminal(1)
        coloursOfNotes = takesColours && Terminal.isTerminal(2)
        isInteractive = environment["TERM"] != "dumb" && Terminal.isTerminal(2)
        columns = environment["COLUMNS"].flatMap { Int($0) } ?? Self.terminalColumns ?? 80
    }

    /// Whether a terminal may be sent colours, as far as the environment says.
    static func takesColours(_ environment: [String: String]) -> Bool {
        environment["NO_COLOR"].map(\.isEmpty) ?? true && environment["TERM"] != "dumb"
    }

    /// Writes a line of the result.
    func print(_ text: String) {
        write(text + "\n", to: .standardOutput)
    }

    /// Writes a table, cut to the terminal's width where there is one.
    func print(_ table: Table) {
        table.lines(columns: Terminal.isTerminal(1) ? columns : .max).forEach { print($0) }
    }

    /// Writes what a server gave, or would have given.
    func printJSON(_ value: some Encodable, isPretty: Bool = true) throws {
        print(String(decoding: try APICoding.encode(value, isPretty: isPretty), as: UTF8.self))
    }

    /// Writes a line about what goes on.
    func note(_ text: String) {
        write(text + "\n", to: .standardError)
    }

    /// Writes to standard output as it is.
    func write(_ text: String) {
        write(text, to: .standardOutput)
    }

    /// Writes to standard error as it is, for progress lines.
    func raw(_ text: String) {
        write(text, to: .standardError)
    }

    func failure(_ failure: CommandFailure) {
        note("outpost: " + Terminal.safeLines(failure.message))
        if let hint = failure.hint { note("  → " + Terminal.safeLines(hint)) }
    }

    /// Colours a text of the result where colours are taken.
    func paint(_ text: String, _ colour: Colour) -> String {
        colours ? colour.painted(text) : text
    }

    /// Writes a coloured line about what goes on.
    func note(_ text: String, _ colour: Colour, after prefix: String = "") {
        note(prefix + (coloursOfNotes ? colour.painted(text) : text))
    }

    enum Colour: Int {
        case bold = 1, dim = 2, red = 31, green = 32, yellow = 33, cyan = 36

        fileprivate func painted(_ text: String) -> String { "\u{1B}[\(rawValue)m\(text)\u{1B}[0m" }
    }

    /// A reader that went away must not end the run, which still has results to store.
    private func write(_ text: String, to handle: FileHandle) {
        try? handle.write(contentsOf: Data(text.utf8))
    }
}
