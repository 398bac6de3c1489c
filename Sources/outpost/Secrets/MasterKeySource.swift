internal import Foundation
internal import OutpostCore

/// Finds the master key of a data directory: the first place that has one decides.
///
/// 1. a systemd credential, `outpost-master-key`;
/// 2. the file that the setting `master_key_file` names, outside the data directory;
/// 3. `master.key` in the data directory;
/// 4. a passphrase in the file that `OUTPOST_MASTER_PASSPHRASE_FILE` names;
/// 5. the variable `OUTPOST_MASTER_KEY`;
/// 6. a new `master.key`, while nothing has been sealed yet.
struct MasterKeySource {
    let dataDirectory: String
    /// The file named by the setting.
    let namedFile: String?
    let environment: [String: String]
    /// Told what is weaker than it could be.
    let warn: @Sendable (String) -> Void

    /// The name of the systemd credential.
    static let credential = "outpost-master-key"
    static let passphraseVariable = "OUTPOST_MASTER_PASSPHRASE_FILE"
    static let keyVariable = "OUTPOST_MASTER_KEY"

    var ownFile: KeyFile { KeyFile(path: dataDirectory + "/master.key", what: "the master key") }

    /// A place that may have the key.
    enum Place: Equatable {
        case credential(String), namedFile(String), ownFile, passphrase(String), variable(String), nowhere
    }

    /// The first place that has it.
    var place: Place {
        if let folder = value("CREDENTIALS_DIRECTORY") {
            let path = folder + "/" + Self.credential
            if KeyFile(path: path, what: "the master key").exists { return .credential(path) }
        }
        if let namedFile { return .namedFile(namedFile) }
        if ownFile.exists { return .ownFile }
        if let path = value(Self.passphraseVariable) { return .passphrase(path) }
        if let text = value(Self.keyVariable) { return .variable(text) }
        return .nowhere
    }

    /// The key from the first place that has one.
    ///
    /// - Parameter isNew: whether nothing was sealed yet, so that a key may be made.
    /// - Returns: the key and where it came from.
    /// - Throws: ``CommandFailure``.
    func find(isNew: Bool) throws -> MasterKeyMaterial {
        switch place {
        case .credential(let path):
            return try key(in: KeyFile(path: path, what: "the master key", allowsGroup: true))
        case .namedFile(let path): return try key(in: try outside(path))
        case .ownFile: return try key(in: ownFile)
        case .passphrase(let path):
            let text = try KeyFile(path: path, what: "the passphrase").read()
            return .passphrase(SecretValue(text.trimmingCharacters(in: .newlines)))
        case .variable(let text):
            warn(
                "the master key comes from the environment, which other processes of this user can read; "
                    + "a file is safer: master_key_file"
            )
            return try key(text, in: Self.keyVariable)
        case .nowhere:
            guard isNew else { throw Self.missing(ownFile.path) }
            return try make()
        }
    }

    private func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }

    /// Backups of the data directory must not carry the key along.
    private func outside(_ path: String) throws -> KeyFile {
        let file = KeyFile(path: URL(fileURLWithPath: path).standardizedFileURL.path, what: "the master key")
        let real = URL(fileURLWithPath: file.path).resolvingSymlinksInPath().path
        let data = URL(fileURLWithPath: dataDirectory).resolvingSymlinksInPath().path
        guard !real.hasPrefix(data + "/") else {
            throw file.refusal("lies in the data directory", hint: "move it elsewhere, or leave master_key_file out")
        }
        guard file.exists else {
            let word = ShellWord.quoted(file.path)
            throw file.refusal(
                "is not there",
                hint: "restore it from its backup; for a new installation: (umask 077; openssl rand -hex 32 > \(word))"
            )
        }
        return file
    }

    private func key(in file: KeyFile) throws -> MasterKeyMaterial { try key(try file.read(), in: file.path) }

    private func key(_ text: String, in place: String) throws -> MasterKeyMaterial {
        do {
            return .key(try MasterKey(text: text))
        } catch SecretError.malformedMasterKey(let why) {
            throw CommandFailure(
                .secret,
                "the master key in \(place) cannot be used: \(why)",
                hint: "restore it from its backup; a new one is made with: openssl rand -hex 32"
            )
        }
    }

    private func make() throws -> MasterKeyMaterial {
        var generator = SystemRandomNumberGenerator()
        let text = MasterKey.randomText(using: &generator)
        try PrivateFile.write(text + "\n", to: ownFile.path)
        warn("made the master key \(ownFile.path): keep a copy elsewhere, without it no stored secret can be read")
        return try key(text, in: ownFile.path)
    }

    private static func missing(_ path: String) -> CommandFailure {
        CommandFailure(
            .secret,
            "the master key is not there, and secrets are stored that only it opens",
            hint: "restore \(path), or name the key as before: the setting master_key_file (OUTPOST_MASTER_KEY_FILE), "
                + "\(passphraseVariable) or \(keyVariable)"
        )
    }
}
