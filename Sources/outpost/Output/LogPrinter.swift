internal import OutpostAPI

/// Prints what an agent said.
struct LogPrinter: Sendable {
    let console: Console
    /// One JSON object a line.
    let json: Bool
    /// Whether standard output is for something else.
    var goesToErrors = false
    var showsTime = false

    func print(_ line: LogLine) throws {
        if json { return try console.printJSON(line, isPretty: false) }
        let time = showsTime ? line.timestamp.description + " " : ""
        let text = time + Terminal.safe(line.message, colours: goesToErrors ? console.coloursOfNotes : console.colours)
        if goesToErrors { console.note(text) } else { console.print(text) }
    }
}
