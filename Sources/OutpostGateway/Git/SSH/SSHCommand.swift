internal import OutpostCore
internal import Subprocess

/// ssh as we run it: to one host, with one key, checked strictly, and with nothing of anybody's configuration.
struct SSHCommand: Sendable {
    let address: SSHAddress
    /// Where the agent listens, and where the public halves lie.
    let folder: String

    var knownHosts: String { folder + "/known_hosts" }
    var publicKey: String { folder + "/key.pub" }

    var environment: [Environment.Key: String] {
        SSHConnection.environment.merging(["SSH_AUTH_SOCK": SSHConnection.socket(in: folder)]) { $1 }
    }

    /// Variables by which git runs it.
    var gitVariables: [String: String] {
        [
            "GIT_SSH_COMMAND": (["ssh"] + options).map(Self.quoted).joined(separator: " "), "GIT_SSH_VARIANT": "ssh",
            "SSH_AUTH_SOCK": SSHConnection.socket(in: folder),
        ]
    }

    /// For running a program of git's on the repository.
    func arguments(running program: String) -> Arguments {
        let place = ["-p", "\(address.port)", "-l", address.user, "--", address.name]
        return Arguments(options + place + ["\(program) \(Self.quoted(address.path))"])
    }

    private var options: [String] {
        let settings = [
            "BatchMode=yes", "StrictHostKeyChecking=yes", "UserKnownHostsFile=\(Self.escaped(knownHosts))",
            "GlobalKnownHostsFile=/dev/null", "UpdateHostKeys=no", "CheckHostIP=no", "VerifyHostKeyDNS=no",
            "IdentitiesOnly=yes", "IdentityFile=\(Self.escaped(publicKey))", "PreferredAuthentications=publickey",
            "PasswordAuthentication=no", "KbdInteractiveAuthentication=no", "GSSAPIAuthentication=no",
            "HostbasedAuthentication=no", "ForwardAgent=no", "ForwardX11=no", "ClearAllForwardings=yes",
            "PermitLocalCommand=no", "ProxyCommand=none", "ControlMaster=no", "ControlPath=none",
            "CanonicalizeHostname=no", "ConnectTimeout=10", "ConnectionAttempts=1", "ServerAliveInterval=15",
            "ServerAliveCountMax=4", "LogLevel=ERROR",
        ]
        return ["-F", "/dev/null", "-T", "-a", "-x"] + settings.flatMap { ["-o", $0] }
    }

    /// A path as ssh's configuration takes it: `%` begins its tokens, and a space would begin another path.
    private static func escaped(_ path: String) -> String { "\"\(path.replacing("%", with: "%%"))\"" }

    private static func quoted(_ word: String) -> String { "'\(word.replacing("'", with: "'\\''"))'" }
}
