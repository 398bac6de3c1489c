internal import Foundation

/// Errors as sentences for people.
package enum ErrorText {
    /// What an error says of itself, without what is meant for terminals or for programmers.
    ///
    /// An error that has no words is named by its kind alone; its details belong into the log.
    package static func sentence(_ error: any Error) -> String {
        let text =
            switch error {
            case let error as CocoaError: error.localizedDescription
            case let error as any LocalizedError: error.errorDescription ?? nameless(error)
            case let error as any CustomStringConvertible: error.description
            default: nameless(error)
            }
        return PlainText.of(text)
    }

    private static func nameless(_ error: any Error) -> String {
        "an error that Outpost has no words for (\(type(of: error))); its log says more"
    }
}
