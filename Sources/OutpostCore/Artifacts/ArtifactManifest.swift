/// What a dispatch left: `manifest.json`, which lists every file beside it but itself.
package struct ArtifactManifest: Sendable, Hashable, Codable {
    /// Accepted files, sorted by path.
    package var files: [File]
    /// Entries that were not taken, with the reason.
    package var refused: [Refusal]

    /// One artifact.
    package struct File: Sendable, Hashable, Codable {
        /// Relative path with `/`.
        package var path: String
        /// Bytes.
        package var size: Int
        /// Lower-case hexadecimal.
        package var sha256: String
        /// Media type, guessed from the name.
        package var type: String
        /// True where it holds a secret, or may hold one; nil where none was found.
        package var containsSecret: Bool?
        /// Names of the secrets in it, sorted.
        package var secretNames: [String]?
        /// Why it could not be looked through, as half a sentence; nil where it was.
        package var unsearched: String?

        package init(path: String, size: Int, sha256: String, type: String, secretNames: [String] = []) {
            self.path = path
            self.size = size
            self.sha256 = sha256
            self.type = type
            containsSecret = secretNames.isEmpty ? nil : true
            self.secretNames = secretNames.isEmpty ? nil : secretNames
        }

        /// Notes what a search of its commits came to.
        package mutating func note(_ search: CommitSearch) {
            switch search {
            case .found(let names):
                containsSecret = names.isEmpty ? nil : true
                secretNames = names.isEmpty ? nil : names
                unsearched = nil
            case .impossible(let reason):
                containsSecret = true
                secretNames = nil
                unsearched = reason
            }
        }
    }

    /// One entry of the tar that was not taken.
    package struct Refusal: Sendable, Hashable, Codable {
        /// The entry's name, with anything but printable ASCII percent-encoded.
        package var path: String
        /// Why, as half a sentence.
        package var reason: String

        package init(path: String, reason: String) {
            self.path = path
            self.reason = reason
        }
    }

    /// The name of the agent's own commits among the artifacts.
    package static let commits = "commits.bundle"

    package init(files: [File] = [], refused: [Refusal] = []) {
        self.files = files
        self.refused = refused
    }
}
