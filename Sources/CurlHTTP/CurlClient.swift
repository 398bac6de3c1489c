/// An HTTP client on libcurl: one multi handle on a thread of its own.
///
/// Any number of exchanges run at once, each on its own connection (HTTP/1.1). Redirects are not followed, content is not
/// decoded, and cookies are not kept. Proxies of the environment (`https_proxy` and the like) are honoured for the network
/// and ignored for unix sockets. The thread ends with `shutdown()` or with the last reference to the client.
package final class CurlClient: Sendable {
    /// Settings of a client.
    package struct Configuration: Sendable {
        /// Idle connections kept for reuse; 16 by default.
        package var maximumIdleConnections: Int
        /// The time for name lookup, connecting and TLS together; 10 s by default.
        package var connectTimeout: Duration
        /// The `User-Agent` of requests that have none of their own.
        package var userAgent: String
        /// A PEM file of authorities to trust in place of the system's, by requests that name none; nil by default.
        package var caFile: String?

        /// Makes settings; every one has a default.
        package init(
            maximumIdleConnections: Int = 16,
            connectTimeout: Duration = .seconds(10),
            userAgent: String = "outpost",
            caFile: String? = nil
        ) {
            self.maximumIdleConnections = maximumIdleConnections
            self.connectTimeout = connectTimeout
            self.userAgent = userAgent
            self.caFile = caFile
        }
    }

    let loop: MultiLoop

    /// Makes a client; its thread starts with the first request.
    package init(configuration: Configuration = .init()) {
        loop = MultiLoop(configuration: configuration)
    }

    deinit { loop.stop() }

    /// Ends the thread and returns when it is gone; exchanges under way, and any that follow, fail with `CurlError.cancelled`.
    package func shutdown() async {
        loop.stop()
        await loop.waitForEnd()
    }
}
