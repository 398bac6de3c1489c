internal import Foundation

/// Why nobody is reached on a unix socket: libcurl speaks of the host and the port in the URL instead.
enum SocketRefusal {
    /// - Parameter path: the socket's.
    /// - Returns: words that name it.
    static func reason(at path: String) -> String {
        if !FileManager.default.fileExists(atPath: path) { return "there is no socket \(path)" }
        if !FileManager.default.isWritableFile(atPath: path) { return "this user may not use the socket \(path)" }
        return "nobody listens on the socket \(path)"
    }
}
