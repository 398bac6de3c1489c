/// `POST /admin/vault/rewrap`, on the administration's socket alone.
package struct RewrapBody: Codable, Sendable, Hashable {
    /// A file on the server's machine with the new master key; absent makes one in the data directory.
    package var newKeyFile: String?

    package init(newKeyFile: String? = nil) {
        self.newKeyFile = newKeyFile
    }
}

/// What a change of keys did.
package struct RewrapAnswer: Codable, Sendable, Hashable {
    /// The id of the master key in use.
    package var masterKey: String
    /// Owners whose keys were replaced by this call.
    package var owners: Int
    /// Versions of secrets that were sealed anew by this call.
    package var secrets: Int
    /// What is left to the operator.
    package var advice: String?

    package init(masterKey: String, owners: Int, secrets: Int, advice: String?) {
        self.masterKey = masterKey
        self.owners = owners
        self.secrets = secrets
        self.advice = advice
    }
}
