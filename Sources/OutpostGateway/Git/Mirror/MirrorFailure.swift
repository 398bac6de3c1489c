/// Why a mirror cannot be served.
enum MirrorFailure: Error {
    /// With what git said.
    case git(String)
    case ssh(SSHFailure)
    /// Of this many bytes at most.
    case tooLarge(Int)
    /// It had this much time.
    case tooSlow(Duration)
    /// git could not be run, or the disk refused something; with what happened.
    case host(String)

    /// For the log.
    var reason: String {
        switch self {
        case .git(let error): error.split(separator: "\n").last.map(String.init) ?? "no reason given"
        case .ssh(let failure): failure.message
        case .tooLarge(let bytes): "it is larger than \(bytes >> 20) MiB"
        case .tooSlow: "it took too long"
        case .host(let error): error
        }
    }
}
