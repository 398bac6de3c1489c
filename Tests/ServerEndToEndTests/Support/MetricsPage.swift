internal import Foundation
internal import Testing

/// A page of metrics, as a server gave it.
struct MetricsPage {
    let text: String
    /// The value of each series by its name and labels, as they are written.
    let values: [String: Double]
    /// The families that are declared.
    let families: Set<String>

    init(_ text: String) {
        self.text = text
        var values: [String: Double] = [:]
        var families: Set<String> = []
        for line in text.split(separator: "\n") {
            if line.hasPrefix("# TYPE ") {
                families.insert(String(line.split(separator: " ")[2]))
            } else if !line.hasPrefix("#"), let gap = line.lastIndex(of: " ") {
                values[String(line[..<gap])] = Double(line[gap...].dropFirst())
            }
        }
        self.values = values
        self.families = families
    }

    /// The series of a family.
    func series(of name: String) -> [String] { values.keys.filter { $0 == name || $0.hasPrefix(name + "{") } }

    subscript(series: String) -> Double? { values[series] }
}

extension APIClient {
    func metrics() async throws -> MetricsPage {
        let answer = try await call("GET", "/metrics")
        try #require(answer.status == 200, "\(answer.text)")
        return MetricsPage(answer.text)
    }
}
