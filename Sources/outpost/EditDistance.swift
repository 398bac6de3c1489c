/// Levenshtein's distance, for suggestions.
enum EditDistance {
    /// Insertions, deletions and replacements that turn one word into the other.
    static func between(_ left: String, _ right: String) -> Int {
        let right = Array(right)
        var row = Array(0...right.count)
        for (index, character) in left.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for (column, other) in right.enumerated() {
                let above = row[column + 1]
                row[column + 1] = min(above + 1, row[column] + 1, diagonal + (character == other ? 0 : 1))
                diagonal = above
            }
        }
        return row[right.count]
    }

    /// "; did you mean 'x'?" where a known word is near.
    static func suggestion(for word: String, among known: [String]) -> String {
        let near = known.sorted().map { ($0, between(word, $0)) }.min { $0.1 < $1.1 }
        // Letters in another order are the commonest slip, and count as two changes at least.
        guard let near, near.1 <= max(1, word.count / 3) || near.0.sorted() == word.sorted() else { return "" }
        return "; did you mean '\(near.0)'?"
    }
}
