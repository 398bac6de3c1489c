internal import Foundation

/// Errors of libraries as sentences.
package enum ErrorText {
    /// Foundation's errors describe themselves for people; the others do so for programmers, which still says more
    /// than "the operation could not be completed".
    package static func sentence(_ error: any Error) -> String {
        switch error {
        case let error as CocoaError: error.localizedDescription
        case let error as any LocalizedError: error.errorDescription ?? String(describing: error)
        default: String(describing: error)
        }
    }
}
