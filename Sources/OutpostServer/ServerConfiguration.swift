package import Foundation

/// How the HTTP interface is served.
package struct ServerConfiguration: Sendable {
    /// Address or name to listen on.
    package var host: String
    /// Port; 0 lets the system choose.
    package var port: Int
    /// Certificate chain and key; nil serves plain HTTP.
    package var tls: TLSFiles?
    /// What `owner/name` is joined to, without a trailing slash.
    package var gitBaseURL: String
    /// What `repoUrl` may name.
    package var gitPolicy: RepositoryURLPolicy
    /// Key of signed links and log positions; they are valid as long as it stays the same.
    package var signingKey: [UInt8]
    /// The base of signed links; nil takes the host that the request named.
    package var publicURL: String?
    /// The program's version.
    package var version: String
    /// When the server started.
    package var startedAt: Date
    /// Whether `/metrics` needs no key.
    package var opensMetrics: Bool
    /// Whether each request is a line of the log.
    package var logsRequests: Bool
    /// Bytes of the longest request body.
    package var maximumBodyBytes: Int
    /// Connections at once on the address; what comes beyond them waits until one closes.
    ///
    /// The administration's socket has its own, so that whoever takes all does not lock the operator out.
    package var maximumConnections: Int
    /// Event streams that one tenant reads at once; one more is 429.
    package var maximumEventStreams: Int
    /// How long clients may take.
    package var timeouts: ServerTimeouts

    /// PEM files.
    package struct TLSFiles: Sendable, Hashable {
        /// The chain, the server's own certificate first.
        package var certificateFile: String
        /// The private key.
        package var keyFile: String

        package init(certificateFile: String, keyFile: String) {
            self.certificateFile = certificateFile
            self.keyFile = keyFile
        }
    }

    package init(
        host: String = "127.0.0.1",
        port: Int = 3000,
        tls: TLSFiles? = nil,
        gitBaseURL: String = "https://github.com",
        gitPolicy: RepositoryURLPolicy = RepositoryURLPolicy(),
        signingKey: [UInt8],
        publicURL: String? = nil,
        version: String,
        startedAt: Date,
        opensMetrics: Bool = false,
        logsRequests: Bool = true,
        maximumBodyBytes: Int = 10 * 1024 * 1024,
        maximumConnections: Int = 8192,
        maximumEventStreams: Int = 2048,
        timeouts: ServerTimeouts = ServerTimeouts()
    ) {
        self.host = host
        self.port = port
        self.tls = tls
        self.gitBaseURL = gitBaseURL
        self.gitPolicy = gitPolicy
        self.signingKey = signingKey
        self.publicURL = publicURL
        self.version = version
        self.startedAt = startedAt
        self.opensMetrics = opensMetrics
        self.logsRequests = logsRequests
        self.maximumBodyBytes = maximumBodyBytes
        self.maximumConnections = maximumConnections
        self.maximumEventStreams = maximumEventStreams
        self.timeouts = timeouts
    }
}

/// How long clients may take.
package struct ServerTimeouts: Sendable, Hashable {
    /// From the connection to the end of the first request's head.
    package var firstHead: Duration
    /// Between two requests, and between two parts of one.
    package var idle: Duration
    /// From a request's head to the end of its body.
    package var body: Duration
    /// That a client may take nothing of what it is sent.
    package var stalledWrite: Duration
    /// Between two comments that keep an event stream alive.
    package var heartbeat: Duration

    package init(
        firstHead: Duration = .seconds(30),
        idle: Duration = .seconds(60),
        body: Duration = .seconds(300),
        stalledWrite: Duration = .seconds(60),
        heartbeat: Duration = .seconds(15)
    ) {
        self.firstHead = firstHead
        self.idle = idle
        self.body = body
        self.stalledWrite = stalledWrite
        self.heartbeat = heartbeat
    }
}
