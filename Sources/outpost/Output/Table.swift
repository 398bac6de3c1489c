/// Columns of text under headings.
struct Table {
    private var rows: [[String]]

    init(_ headings: [String]) {
        rows = [headings]
    }

    mutating func add(_ row: [String]) {
        rows.append(row)
    }

    /// The lines; the last column is cut to what is left of the terminal.
    func lines(columns: Int) -> [String] {
        let count = rows[0].count
        let widths = (0..<count).map { column in rows.map { TextWidth.of($0[column]) }.max() ?? 0 }
        return rows.map { row in
            let line = row.indices.map { column in
                column == count - 1
                    ? row[column]
                    : row[column] + String(repeating: " ", count: widths[column] - TextWidth.of(row[column]))
            }.joined(separator: "  ")
            return TextWidth.cut(line, to: max(40, columns))
        }
    }
}
