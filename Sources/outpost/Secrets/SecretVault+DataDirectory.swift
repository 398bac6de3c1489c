internal import OutpostCore
internal import OutpostStore

extension SecretVault {
    /// The secret store of a data directory, whose lock the caller has; a change of keys that was begun is finished first.
    ///
    /// - Throws: ``CommandFailure``, ``SecretError``, or the database's own error.
    static func open(
        _ store: SQLiteSecretStore,
        with keys: MasterKeySource,
        instance: String
    ) async throws -> SecretVault {
        let record = try await store.vaultRecord()
        let next = keys.nextFile.exists ? try keys.readNext() : nil
        // One that took over is all there is when the process was killed while it was put in the old one's place.
        let material: MasterKeyMaterial =
            if let next, next.id == record?.masterKey { .key(next) } else { try keys.find(isNew: record == nil) }
        let vault = try await SecretVault(opening: store, with: material, next: next, instance: instance)
        try await MasterKeyRotation(keys: keys).resume(vault)
        return vault
    }
}

extension CommandFailure {
    /// Words for what went wrong with the secret store; none holds a value.
    init(_ error: SecretError) {
        switch error {
        case .wrongMasterKey(let stored, let given):
            self.init(
                .secret,
                "this is not the master key of this data directory: its secrets are sealed under the key \(stored), "
                    + "and the key \(given) was found",
                hint: "restore the right key; keys are looked for in: the systemd credential "
                    + "\(MasterKeySource.credential), master_key_file, master.key in the data directory, "
                    + "\(MasterKeySource.passphraseVariable), \(MasterKeySource.keyVariable)"
            )
        case .missingNextMasterKey(let id):
            self.init(
                .secret,
                "secrets are being sealed anew under the master key \(id), which was not found",
                hint: "restore master.key.new in the data directory, or the file that was given as --new-key-file"
            )
        case .malformedMasterKey(let why): self.init(.secret, "the master key cannot be used: \(why)")
        case .weakPassphrase(let minimum):
            self.init(.secret, "the passphrase of the master key has fewer than \(minimum) characters")
        case .unknown(let reference) where reference.kind == .git:
            self.init(
                .notFound,
                "there is no git credential for '\(reference.name)'",
                hint: "outpost git-credentials list"
            )
        case .unknown(let reference):
            self.init(.notFound, "there is no secret '\(reference.name)'", hint: "outpost secrets list")
        case .rekeyed:
            self.init(
                .secret,
                "the secrets are being sealed under new keys, and nothing was changed",
                hint: "try again"
            )
        case .damaged(let reference) where reference.kind == .dispatch:
            self.init(
                .secret,
                "what is stored of the secrets that came with the dispatch \(reference.name) was changed or belongs "
                    + "elsewhere, and is not used",
                hint: "cancel it and send the request again: outpost cancel \(reference.name)"
            )
        case .damaged(let reference):
            self.init(
                .secret,
                "what is stored of '\(reference.name)' was changed or belongs elsewhere, and is not used",
                hint: "set it again: outpost \(reference.kind == .git ? "git-credentials" : "secrets") set "
                    + reference.name
            )
        }
    }
}
