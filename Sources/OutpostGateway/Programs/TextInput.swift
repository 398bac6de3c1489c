internal import Foundation
package import Subprocess

/// A text for a program that may end before it has read all of it.
///
/// The package's own inputs of texts give up their pipe unclosed when the program is gone, and take this process with it.
package struct TextInput: InputProtocol {
    private let text: String

    package init(_ text: String) {
        self.text = text
    }

    /// Writes what the program takes of it.
    package func write(with writer: StandardInputWriter) async {
        // A program that reads no more is judged by how it ends; writing to it must not end this one.
        signal(SIGPIPE, SIG_IGN)
        _ = try? await writer.write(text)
    }
}
