/// A rule that an artifact stream broke.
package enum ArtifactRejection: Error, Sendable, Hashable {
    /// More bytes, or more entries, than the dispatch may hand in.
    case tooLarge(limit: Int)
    /// Not a tar that this system reads; the text says where it broke.
    case malformed(String)
}

extension ArtifactRejection: CustomStringConvertible {
    /// What is wrong with the artifacts, in a sentence that begins with "they".
    package var description: String {
        switch self {
        case .tooLarge(let limit): "they are larger than \(limit) bytes"
        case .malformed(let text): "they hold \(text)"
        }
    }
}
