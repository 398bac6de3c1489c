/// Bars as SVG, with a title and a description for who does not see them.
struct BarChart {
    struct Bar {
        let label: String
        let value: Double
        /// The value for people.
        let text: String
    }

    let id: String
    let title: String
    let bars: [Bar]

    private static let (width, height) = (640, 120)

    /// Safe markup: every text in it is escaped.
    var svg: String {
        let most = max(bars.map(\.value).max() ?? 0, 1)
        let step = Double(Self.width) / Double(max(bars.count, 1))
        let rects = bars.enumerated().map { index, bar in
            let tall = Int((max(0, bar.value) / most * Double(Self.height - 4)).rounded())
            let left = Int(Double(index) * step)
            let wide = max(1, Int(step) - 2)
            return "<rect x=\"\(left)\" y=\"\(Self.height - tall)\" width=\"\(wide)\" height=\"\(tall)\">"
                + "<title>\(Self.escape(bar.label)): \(Self.escape(bar.text))</title></rect>"
        }
        let largest = bars.max { $0.value < $1.value }
        let description = largest.map { "\(bars.count) bars; the highest is \($0.label) with \($0.text)" } ?? "No data"
        return "<svg role=\"img\" aria-labelledby=\"\(id)-title \(id)-desc\" width=\"\(Self.width)\" "
            + "height=\"\(Self.height)\" viewBox=\"0 0 \(Self.width) \(Self.height)\">"
            + "<title id=\"\(id)-title\">\(Self.escape(title))</title>"
            + "<desc id=\"\(id)-desc\">\(Self.escape(description))</desc>"
            + rects.joined() + "</svg>"
    }

    private static func escape(_ text: String) -> String { PageText().escapeText(text) }
}
