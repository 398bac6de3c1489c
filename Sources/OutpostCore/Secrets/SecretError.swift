/// Why the secret store cannot do what it was asked; no case holds a value.
package enum SecretError: Error, Sendable, Hashable {
    /// The master key is not the one that the store was made with; both by their ids.
    case wrongMasterKey(stored: String, given: String)
    /// The master key with this id is about to take over, and was not given.
    case missingNextMasterKey(String)
    /// A master key that is no key: the text says what it has to be.
    case malformedMasterKey(String)
    /// The passphrase is too short to make a key from.
    case weakPassphrase(minimum: Int)
    /// There is no such secret.
    case unknown(SecretReference)
    /// What is stored of a secret was changed, or belongs elsewhere; it is not used.
    case damaged(SecretReference)
    /// The owner's key was replaced while a value was being sealed under it; nothing was changed.
    case rekeyed(SecretReference)
}
