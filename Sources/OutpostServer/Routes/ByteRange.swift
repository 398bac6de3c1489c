internal import Hummingbird

/// What of a file a request asks for; RFC 9110, sections 13.1.5 and 14.
enum ByteRange: Equatable {
    /// Everything: nothing else is asked for, or what cannot be understood, or several ranges at once.
    case whole
    case part(ClosedRange<Int>)
    /// The range lies beyond the end.
    case none

    /// Reads the request; the tag is the file's, in quotes.
    init(_ request: Request, tag: String, size: Int) {
        let condition = request.headers[.ifRange]
        guard request.method == .get, let range = request.headers[.range], condition == nil || condition == tag else {
            self = .whole
            return
        }
        self.init(range, size: size)
    }

    /// Reads the field `Range` of a file with so many bytes.
    init(_ field: String, size: Int) {
        self = .whole
        let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].lowercased() == "bytes" else { return }
        let bounds = Self.trimmed(parts[1]).split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard bounds.count == 2, bounds.allSatisfy(Self.isNumber) else { return }
        // What does not fit into an integer lies beyond any end.
        let first = bounds[0].isEmpty ? nil : Int(bounds[0]) ?? .max
        let last = bounds[1].isEmpty ? nil : Int(bounds[1]) ?? .max
        switch (first, last) {
        case (nil, nil): return
        case (nil, .some(let length)):
            // The last bytes; of an empty file that is all of it.
            if length == 0 { self = .none } else if size > 0 { self = .part(max(0, size - length)...size - 1) }
        case (.some(let first), let last):
            guard first <= last ?? .max else { return }
            self = first < size ? .part(first...min(last ?? .max, size - 1)) : .none
        }
    }

    private static func isNumber(_ text: Substring) -> Bool { text.utf8.allSatisfy { (0x30...0x39).contains($0) } }

    private static func trimmed(_ text: Substring) -> Substring {
        let start = text.drop { $0 == " " || $0 == "\t" }
        return start.lastIndex { $0 != " " && $0 != "\t" }.map { start[...$0] } ?? ""
    }
}
