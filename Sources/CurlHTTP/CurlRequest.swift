/// One HTTP request.
///
/// The wire carries what is asked for here and nothing more: framing (`Content-Length`, `Transfer-Encoding`), `Host` and
/// a `User-Agent` are added; `Accept` is not.
package struct CurlRequest: Sendable {
    /// The method, in capitals.
    package var method: String
    /// An absolute `http` or `https` URL; over a unix socket its host only fills the `Host` header.
    package var url: String
    /// The unix socket to connect to in place of the URL's host; nil for the network.
    package var unixSocketPath: String?
    /// The address to connect to in place of what the URL's host resolves to.
    ///
    /// TLS and `Host` keep the URL's name; nil resolves it.
    package var address: String?
    /// The header fields; `Content-Length` and `Transfer-Encoding` in it are ignored, the body decides.
    package var headers: CurlHeaders
    /// The request's body; none by default.
    package var body: Body
    /// The time for the whole exchange, up to the last byte of the response's body; nil for no limit.
    package var deadline: Duration?
    /// Whether a connection from the pool may carry this request.
    package var connection: Reuse
    /// How `https` is verified; the system's authorities by default.
    package var tls: CurlTLS
    /// Whether the environment's proxies are on the way.
    package var proxies: Proxies

    /// Makes a request; everything but method and URL has a default.
    package init(
        method: String,
        url: String,
        unixSocketPath: String? = nil,
        address: String? = nil,
        headers: CurlHeaders = [:],
        body: Body = .none,
        deadline: Duration? = nil,
        connection: Reuse = .pooled,
        tls: CurlTLS = .init(),
        proxies: Proxies = .environment
    ) {
        self.method = method
        self.url = url
        self.unixSocketPath = unixSocketPath
        self.address = address
        self.headers = headers
        self.body = body
        self.deadline = deadline
        self.connection = connection
        self.tls = tls
        self.proxies = proxies
    }
}

extension CurlRequest {
    /// What a request sends after its head.
    package enum Body: Sendable {
        /// Nothing; a POST, PUT or PATCH then says `Content-Length: 0`.
        case none
        /// Bytes at hand.
        case bytes([UInt8])
        /// Chunks as they come, pulled no faster than the peer reads; `length` nil means chunked encoding.
        ///
        /// A stream that fails, or that does not have the length it announced, fails the exchange with
        /// `CurlError.requestBodyFailed`. Unless the request carries an `Expect` field of its own, a body known to be
        /// 1 MiB or more waits up to a second for `100 Continue`, and others are sent at once. An error or a redirect that
        /// is answered early ends the upload; any other answer is complete only when the stream has ended too.
        case stream(length: Int?, AsyncThrowingStream<[UInt8], any Error>)
    }

    /// Whether a connection from the pool may carry a request.
    package enum Reuse: Sendable {
        /// An idle connection is used if there is one. libcurl then repeats the request by itself, POST included, when
        /// that connection dies before the first byte of a response.
        case pooled
        /// A connection of its own, on which nothing is ever sent twice.
        case fresh
    }

    /// Which proxies are on a request's way.
    package enum Proxies: Sendable {
        /// Those that the environment names (`https_proxy` and the like); none over a unix socket.
        case environment
        /// None: the connection goes to the host, or to ``CurlRequest/address``, itself.
        case none
    }
}

/// How the peer of an `https` exchange is verified, and how we prove who we are.
package struct CurlTLS: Sendable, Equatable {
    /// A PEM file of authorities to trust in place of the system's.
    package var caFile: String?
    /// A PEM file with our certificate.
    package var clientCertificate: String?
    /// A PEM file with our private key.
    package var clientKey: String?
    /// Whether the peer's certificate and name are checked; true by default.
    package var verify: Bool

    /// Makes TLS settings; the defaults verify against the system's authorities.
    package init(
        caFile: String? = nil,
        clientCertificate: String? = nil,
        clientKey: String? = nil,
        verify: Bool = true
    ) {
        self.caFile = caFile
        self.clientCertificate = clientCertificate
        self.clientKey = clientKey
        self.verify = verify
    }
}
