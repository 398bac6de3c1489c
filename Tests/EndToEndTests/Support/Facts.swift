/// What an agent reported: lines of `name=value`.
struct Facts {
    private var values: [String: String] = [:]

    init(_ text: String) {
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 { values[String(parts[0])] = String(parts[1]) }
        }
    }

    subscript(name: String) -> String? { values[name] }

    func number(_ name: String) -> Int? { values[name].flatMap { Int($0) } }

    /// Those whose name begins so, without that beginning.
    func group(_ prefix: String) -> [String: String] {
        var group: [String: String] = [:]
        for (name, value) in values where name.hasPrefix(prefix) { group[String(name.dropFirst(prefix.count))] = value }
        return group
    }
}
