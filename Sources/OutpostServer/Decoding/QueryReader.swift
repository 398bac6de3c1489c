internal import Foundation
internal import OutpostAPI

/// Reads the parameters of a query and collects everything that is wrong, as ``FieldReader`` does for bodies.
struct QueryReader {
    private var items: [(name: String, value: String)] = []
    private(set) var problems: [FieldProblem] = []

    init(_ query: String?) {
        for part in (query ?? "").split(separator: "&") {
            let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let value = halves.count == 2 ? halves[1] : ""
            guard let name = Self.decode(halves[0]), let value = Self.decode(value) else {
                problems.append(FieldProblem(path: "", message: "The query is not percent-encoded UTF-8"))
                continue
            }
            if value.utf8.contains(0) { problems.append(FieldProblem(path: name, message: FieldReader.nulRefusal)) }
            items.append((name, value))
        }
    }

    private static func decode(_ text: Substring) -> String? {
        text.replacing("+", with: " ").removingPercentEncoding
    }

    /// Every value of a parameter that may be given more than once.
    func values(_ name: String) -> [String] {
        items.filter { $0.name == name }.map(\.value)
    }

    /// Every parameter, each of which may be given once.
    mutating func fields() -> [String: JSONValue] {
        var fields: [String: JSONValue] = [:]
        for item in items where fields.updateValue(.string(item.value), forKey: item.name) != nil {
            refuse(item.name, "Expected string, received array")
        }
        return fields
    }

    /// The value of a parameter that may be given once.
    mutating func value(_ name: String) -> String? {
        let values = values(name)
        guard values.count <= 1 else {
            refuse(name, "Expected string, received array")
            return nil
        }
        return values.first
    }

    /// A whole number, read as JavaScript would: an empty text is 0, `1e2` is 100.
    mutating func integer(_ name: String, in range: ClosedRange<Int>, default standard: Int) -> Int {
        guard let text = value(name) else { return standard }
        let trimmed = text.trimmingCharacters(in: .whitespaces)
        let isNumber = trimmed.utf8.allSatisfy { "0123456789+-.eE".utf8.contains($0) }
        guard isNumber, let number = trimmed.isEmpty ? 0 : Double(trimmed) else {
            refuse(name, "Expected number, received nan")
            return standard
        }
        guard let whole = Int(exactly: number) else {
            refuse(name, "Expected integer, received float")
            return standard
        }
        if whole < range.lowerBound {
            refuse(name, "Number must be greater than or equal to \(range.lowerBound)")
        } else if whole > range.upperBound {
            refuse(name, "Number must be less than or equal to \(range.upperBound)")
        }
        return whole
    }

    /// A truth value; Outpost v2 took every text but an empty one for true, `false` included.
    mutating func flag(_ name: String) -> Bool {
        switch value(name)?.lowercased() {
        case nil, "", "false", "0": return false
        case "true", "1": return true
        default:
            refuse(name, "Expected boolean, received string")
            return false
        }
    }

    /// A cursor that is the number of a row.
    mutating func row(_ name: String) -> Int? {
        guard let text = value(name), !text.isEmpty else { return nil }
        guard let number = Int(text), number >= 0 else {
            refuse(name, "Invalid cursor")
            return nil
        }
        return number
    }

    mutating func refuse(_ name: String, _ message: String) {
        problems.append(FieldProblem(path: name, message: message))
    }

    /// - Throws: ``APIError`` when anything was wrong.
    func finish() throws(APIError) {
        guard problems.isEmpty else { throw APIError(problems: problems) }
    }
}
