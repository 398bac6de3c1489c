extension SecretError: CustomStringConvertible {
    /// One sentence for people; it holds no value.
    package var description: String {
        switch self {
        case .wrongMasterKey: "the stored secrets are sealed under another master key; the operator has to restore it"
        case .missingNextMasterKey:
            "secrets are being sealed anew under another master key, which is not there; the operator has to restore it"
        case .malformedMasterKey(let reason): "the master key cannot be used: \(reason)"
        case .weakPassphrase(let minimum): "the passphrase of the master key has fewer than \(minimum) characters"
        case .unknown(let reference): "there is no secret '\(reference.name)'"
        case .damaged(let reference) where reference.kind == .dispatch:
            "what is stored of the secrets that came with the dispatch \(reference.name) was changed or belongs elsewhere; "
                + "cancel it and send the request again"
        case .damaged(let reference):
            "what is stored of the secret '\(reference.name)' was changed or belongs elsewhere; set it again"
        case .rekeyed: "the secrets are being sealed under new keys, and nothing was changed; try again"
        }
    }
}
