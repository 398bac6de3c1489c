internal import OutpostCore

/// A repository that was not reached over ssh: what happened, and what to do about it.
struct SSHFailure: Error, Hashable {
    enum Kind: Hashable {
        case notInstalled, noKey, unusableKey
        case hostKeyUnknown, hostKeyChanged, denied, noRepository, timedOut
        /// With ssh's own words.
        case unreachable(String)
    }

    let kind: Kind
    private let address: SSHAddress
    private let audience: SSHPlace.Audience

    private static let timeouts = ["timed out", "Timeout, server"]
    private static let broken = [
        "Connection refused", "Could not resolve hostname", "No route to host", "Network is unreachable",
        "Connection closed by", "Connection reset", "kex_exchange_identification", "Unable to negotiate",
        "No user exists for uid",
    ]
    private static let absent = [
        "does not appear to be a git repository", "Repository not found", "not found", "no such",
    ]

    init(_ kind: Kind, _ address: SSHAddress, _ audience: SSHPlace.Audience) {
        (self.kind, self.address, self.audience) = (kind, address, audience)
    }

    /// Reads what ssh, or git after it, said; nil where it tells of something else.
    init?(said error: String, _ address: SSHAddress, _ audience: SSHPlace.Audience) {
        let kind: Kind
        if error.contains("HOST IDENTIFICATION HAS CHANGED") {
            kind = .hostKeyChanged
        } else if error.contains("Host key verification failed") {
            kind = .hostKeyUnknown
        } else if error.contains("Permission denied (") || error.contains("Too many authentication failures") {
            kind = .denied
        } else if Self.timeouts.contains(where: { error.contains($0) }) {
            kind = .timedOut
        } else if let word = Self.broken.first(where: { error.contains($0) }) {
            let line = error.split(separator: "\n").first { $0.contains(word) } ?? ""
            kind = .unreachable(GitFailure(String(line)).reason)
        } else if Self.absent.contains(where: { error.contains($0) }) {
            kind = .noRepository
        } else {
            return nil
        }
        self.init(kind, address, audience)
    }

    /// What happened and, where there is one, the remedy: see ``RemedyText``.
    var message: String {
        let host = address.host
        let mark = RemedyText.mark
        switch kind {
        case .notInstalled:
            return "ssh is missing on the machine that Outpost runs on\(mark)apt-get install openssh-client"
        case .noKey: return "there is no ssh key for \(host)\(mark)\(keyRemedy)"
        case .unusableKey: return "ssh-agent does not take the key for \(host)\(mark)store it again: \(keyRemedy)"
        case .hostKeyUnknown:
            return "the key of \(host) is not known here, and nothing is trusted at first sight"
                + "\(mark)compare what '\(scan)' prints with what the host publishes, then \(hostRemedy)"
        case .hostKeyChanged:
            return "\(host) shows another key than the known one, as somebody in between would"
                + "\(mark)if its owner changed it, compare what '\(scan)' prints with what the host publishes, "
                + "then \(hostRemedy)"
        case .denied:
            return "\(host) does not take the ssh key of \(address.user)"
                + "\(mark)let it in there, or give another: \(keyRemedy)"
        case .noRepository:
            return "\(host) has no repository \(address.path), or does not show it to this ssh key"
                + "\(mark)correct the path, or let the key read it there"
        case .timedOut:
            return "\(host) did not answer over ssh in time\(mark)look at its name, its port and the firewall"
        case .unreachable(let words): return "\(host) cannot be reached over ssh: \(words)"
        }
    }

    /// For git in a container: what the 4 begins is final, the rest is tried again.
    var refusal: Refusal {
        switch kind {
        case .timedOut: .git(504, message)
        case .unreachable: .git(502, message)
        case .noRepository: .git(404, message)
        default: .git(403, message)
        }
    }

    var promotionError: PromotionError {
        switch kind {
        case .timedOut, .unreachable: .unreachable(message)
        case .notInstalled: .failed(message)
        default: .refused(message)
        }
    }

    private var scan: String {
        address.port == 22 ? "ssh-keyscan \(address.name)" : "ssh-keyscan -p \(address.port) \(address.name)"
    }

    private var keyRemedy: String {
        audience == .user
            ? "OUTPOST_GIT_SSH_KEY_FILE=KEY"
            : "outpost git-credentials set \(address.host) --tenant NAME --ssh-key-file KEY"
    }

    private var hostRemedy: String {
        audience == .user
            ? "put it into ~/.ssh/known_hosts, or into the file that OUTPOST_GIT_SSH_KNOWN_HOSTS names"
            : "give it with the key (\(keyRemedy) --known-hosts FILE), or put it into the operator's git_ssh_known_hosts"
    }
}
