internal import Foundation
internal import OutpostAPI

extension FieldReader {
    /// A list of texts.
    mutating func strings(_ name: String) -> [String]? {
        guard let value = value(name) else { return nil }
        guard case .array(let elements) = value else {
            refuse(name, "Expected array, received \(value.kind)")
            return nil
        }
        return elements.enumerated().compactMap { index, element in
            if case .string(let text) = element { return text }
            refuse("\(name).\(index)", "Expected string, received \(element.kind)")
            return nil
        }
    }

    /// A time in UTC.
    mutating func time(_ name: String) -> Date? {
        guard let text = string(name) else { return nil }
        guard let time = APITime(text) else {
            refuse(name, "Invalid datetime")
            return nil
        }
        return time.date
    }
}
