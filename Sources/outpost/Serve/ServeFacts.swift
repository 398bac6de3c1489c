internal import OutpostCore
internal import OutpostStore
internal import Synchronization

/// Where a server listens, as `outpost serve --json` says it.
struct ServeFacts: Encodable, Equatable {
    /// Of the HTTP interface, with the port that the system chose where it was to choose.
    let url: String
    /// The administration's, in the data directory.
    let socket: String
    let dataDirectory: String
    let version: String

    init(settings: ServeSettings, port: Int, socket: String, dataDirectory: String) {
        let scheme = settings.certificateFile == nil ? "http" : "https"
        let host = settings.host.contains(":") ? "[\(settings.host)]" : settings.host
        url = "\(scheme)://\(host):\(port)"
        self.socket = socket
        self.dataDirectory = dataDirectory
        version = Outpost.version
    }

    /// The facts while they come together.
    final class Parts: Sendable {
        private let settings: ServeSettings
        private let data: DataDirectory
        private let port: Mutex<Int>

        init(settings: ServeSettings, data: DataDirectory) {
            self.settings = settings
            self.data = data
            port = Mutex(settings.port)
        }

        /// The HTTP interface listens; nil where the system does not say on which port.
        func listens(on port: Int?) {
            if let port { self.port.withLock { $0 = port } }
        }

        var whole: ServeFacts {
            ServeFacts(
                settings: settings,
                port: port.withLock { $0 },
                socket: data.adminSocket,
                dataDirectory: data.path
            )
        }
    }
}
