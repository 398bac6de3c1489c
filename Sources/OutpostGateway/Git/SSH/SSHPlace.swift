internal import Foundation
internal import OutpostCore

/// Where and how this installation runs ssh.
package struct SSHPlace: Sendable {
    /// Who is told what to do about a failure.
    package enum Audience: Sendable, Hashable {
        /// A server's operator and its tenants.
        case server
        /// Somebody at their own machine, without a server.
        case user
    }

    private let directory: String
    private let knownHostsFile: String?
    let audience: Audience
    private let makeName: @Sendable () -> String

    /// Bytes of the longest path of a unix socket, less some room.
    private static let longestSocketPath = 100
    /// Where programs are looked for.
    static let search = ["/usr/local/bin", "/usr/bin", "/bin"]

    /// Whether this machine has OpenSSH's client.
    package static var isInstalled: Bool {
        ["ssh", "ssh-agent", "ssh-add"].allSatisfy { program in
            search.contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(program)") }
        }
    }

    /// - Parameters:
    ///   - directory: a folder of ours for what lives as long as one use of ssh.
    ///   - knownHostsFile: the keys of hosts that come with no keys of their own; nil for none.
    ///   - audience: who is told what to do about a failure.
    ///   - makeName: a name that no other use has.
    package init(
        directory: String,
        knownHostsFile: String? = nil,
        audience: Audience = .server,
        makeName: @escaping @Sendable () -> String
    ) {
        self.directory = directory
        self.knownHostsFile = knownHostsFile
        self.audience = audience
        self.makeName = makeName
    }

    /// How a repository is reached; nil for one that is not reached over ssh.
    ///
    /// - Throws: ``SSHFailure`` without a key.
    func connection(to url: String, _ credential: GitCredential?) throws(SSHFailure) -> SSHConnection? {
        guard let address = SSHAddress(url) else { return nil }
        guard let key = credential?.key else { throw SSHFailure(.noKey, address, audience) }
        return SSHConnection(address: address, key: key, place: self)
    }

    /// Runs `body` with a folder that nobody else may enter and that is gone afterwards.
    func withFolder<Output>(_ body: (String) async throws -> Output) async throws -> Output {
        let name = "ssh-" + makeName()
        var folder = "\(directory)/\(name)"
        if SSHConnection.socket(in: folder).utf8.count > Self.longestSocketPath {
            folder = NSTemporaryDirectory() + "outpost-" + name
        }
        let manager = FileManager.default
        try manager.createDirectory(atPath: directory, withIntermediateDirectories: true)
        // A folder that is there already is somebody else's: that is an error.
        try manager.createDirectory(
            atPath: folder,
            withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700]
        )
        defer { try? manager.removeItem(atPath: folder) }
        return try await body(folder)
    }

    /// What the file of the host's keys holds; they are public.
    func knownHosts(for key: SSHKey) -> Data {
        if let own = key.knownHosts { return Data(own.utf8) }
        return knownHostsFile.flatMap { FileManager.default.contents(atPath: $0) } ?? Data()
    }
}
