internal import Foundation

/// Words with commas between them, as people write them.
enum WordList {
    /// The words without the space around them; one that is empty counts as none.
    static func words(_ text: String) -> [String] {
        text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }
}
