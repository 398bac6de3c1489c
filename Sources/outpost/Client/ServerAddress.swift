/// Where a command finds its server.
enum ServerAddress: Sendable, Equatable {
    /// Over HTTP, with a key; the URL has no slash at its end.
    case remote(url: String, key: String)
    /// Over the socket in a data directory, for a tenant; nil leaves the choice to the server.
    case local(dataDirectory: String, tenant: String?)

    /// For people.
    var description: String {
        switch self {
        case .remote(let url, _): url
        case .local(let directory, _): directory + "/admin.sock"
        }
    }

    /// What to do when nobody answers there.
    var remedy: String {
        switch self {
        case .remote: "is it running, and is that its address? outpost login --list"
        case .local:
            "start one: outpost serve; or name another: outpost login URL, or OUTPOST_API_URL and OUTPOST_API_KEY"
        }
    }
}
