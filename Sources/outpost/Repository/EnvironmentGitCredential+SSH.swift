internal import Foundation
internal import OutpostCore
internal import OutpostGateway
internal import OutpostStore

extension EnvironmentGitCredential {
    private static let keyFile = "OUTPOST_GIT_SSH_KEY_FILE"

    /// The hosts that `OUTPOST_GIT_SSH` names; none by default.
    func sshHosts() throws -> [String] { try settings.sshHosts() }

    /// ssh for a run without a server: what its user's own ssh trusts is trusted.
    func ssh(_ data: DataDirectory) -> SSHPlace {
        // What is named was looked at by `check`; the user's own file need not be there.
        let own = environment["HOME"].map { $0 + "/.ssh/known_hosts" }
        return SSHPlace(
            directory: data.temporary,
            knownHostsFile: settings.text(.gitSSHKnownHosts) ?? own,
            audience: .user,
            makeName: Generator.uuid
        )
    }

    /// Refuses a repository for which there is no key, and settings that cannot be used, before anything is made.
    ///
    /// - Throws: ``CommandFailure``.
    func check(_ source: RepositorySource?) throws {
        _ = try settings.readableFile(.gitSSHKnownHosts)
        guard case .remote(let url)? = source, let address = SSHAddress(url), try sshKey() == nil else { return }
        throw CommandFailure(.secret, "there is no ssh key for \(address.host)", hint: "\(Self.keyFile)=KEY")
    }

    /// The key of `OUTPOST_GIT_SSH_KEY_FILE`; nil where that names none.
    ///
    /// - Throws: ``CommandFailure`` for a key that cannot be used.
    func sshKey() throws -> SSHKey? {
        guard let path = environment[Self.keyFile], !path.isEmpty else { return nil }
        let text = try SecretInput.file(path)
        if let problem = SSHKey.objection(toKey: text) {
            throw CommandFailure(.secret, "\(Self.keyFile): the file \(path) \(problem)")
        }
        return SSHKey(privateKey: text)
    }

    private var settings: ServeSettingsReader {
        ServeSettingsReader(flags: [:], environment: environment, file: ServeFile())
    }
}
