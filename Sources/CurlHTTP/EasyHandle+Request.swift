internal import CCurl

extension EasyHandle {
    /// Sets everything about a request but its callbacks.
    mutating func configure(_ request: CurlRequest, _ configuration: CurlClient.Configuration) throws(CurlError) {
        try configureConnection(request, configuration)
        try configureTLS(request.tls, configuration)
        try configureMethod(request)
        try set(CURLOPT_USERAGENT, configuration.userAgent)
        try setHeaders(request.headerLines)
    }

    private mutating func configureConnection(
        _ request: CurlRequest,
        _ configuration: CurlClient.Configuration
    ) throws(CurlError) {
        try set(CURLOPT_URL, request.url)
        try set(CURLOPT_PROTOCOLS_STR, "http,https")
        try set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        try set(CURLOPT_PATH_AS_IS, true)
        try set(CURLOPT_NOSIGNAL, true)
        try set(CURLOPT_TCP_KEEPALIVE, true)
        try set(CURLOPT_BUFFERSIZE, 64 << 10)
        // A proxy's answer to CONNECT is no part of the response.
        try set(CURLOPT_SUPPRESS_CONNECT_HEADERS, true)
        try set(CURLOPT_CONNECTTIMEOUT_MS, configuration.connectTimeout.milliseconds)
        if let deadline = request.deadline { try set(CURLOPT_TIMEOUT_MS, deadline.milliseconds) }
        if case .fresh = request.connection { try set(CURLOPT_FRESH_CONNECT, true) }
        if let address = request.address { try setAddress(address) }
        if let path = request.unixSocketPath { try set(CURLOPT_UNIX_SOCKET_PATH, path) }
        // An empty name leaves out those of the environment too.
        if request.unixSocketPath != nil || request.proxies == .none { try set(CURLOPT_PROXY, "") }
    }

    private func configureTLS(
        _ tls: CurlTLS,
        _ configuration: CurlClient.Configuration
    ) throws(CurlError) {
        if let file = tls.caFile ?? configuration.caFile { try set(CURLOPT_CAINFO, file) }
        if let file = tls.clientCertificate { try set(CURLOPT_SSLCERT, file) }
        if let file = tls.clientKey { try set(CURLOPT_SSLKEY, file) }
        if !tls.verify {
            try set(CURLOPT_SSL_VERIFYPEER, 0)
            try set(CURLOPT_SSL_VERIFYHOST, 0)
        }
    }

    private func configureMethod(_ request: CurlRequest) throws(CurlError) {
        if request.method == "HEAD" {
            try set(CURLOPT_NOBODY, true)
            return
        }
        switch request.body {
        case .none: try set(CURLOPT_HTTPGET, true)
        case .bytes(let bytes):
            try set(CURLOPT_UPLOAD, true)
            try set(CURLOPT_INFILESIZE_LARGE, offset: bytes.count)
        case .stream(let length, _):
            try set(CURLOPT_UPLOAD, true)
            try set(CURLOPT_INFILESIZE_LARGE, offset: length ?? -1)
        }
        try set(CURLOPT_CUSTOMREQUEST, request.method)
    }
}

extension CurlRequest {
    /// Bodies from this size on wait for `100 Continue`, so that a refusal costs no upload.
    private static let expectThreshold = 1 << 20

    /// The header fields in libcurl's spelling: `Name;` sends an empty field, `Name:` keeps libcurl's own from being sent.
    fileprivate var headerLines: [String] {
        var lines: [String] = []
        for field in headers where !Self.isFraming(field.name) {
            lines.append(field.value.allSatisfy(\.isWhitespace) ? "\(field.name);" : "\(field.name): \(field.value)")
        }
        if !headers.contains("Accept") { lines.append("Accept:") }
        if !headers.contains("Expect"), !isWorthWaiting { lines.append("Expect:") }
        if case .none = body, ["POST", "PUT", "PATCH"].contains(method) { lines.append("Content-Length: 0") }
        return lines
    }

    private var isWorthWaiting: Bool {
        switch body {
        case .none: false
        case .bytes(let bytes): bytes.count >= Self.expectThreshold
        case .stream(let length, _): (length ?? 0) >= Self.expectThreshold
        }
    }

    private static func isFraming(_ name: String) -> Bool {
        ["content-length", "transfer-encoding"].contains(name.lowercased())
    }
}

extension Duration {
    /// Whole milliseconds, rounded up, at least one: 0 means "no limit" to libcurl.
    fileprivate var milliseconds: Int {
        let (seconds, attoseconds) = components
        let limit = Int64(Int32.max)
        guard seconds < limit / 1000 else { return Int(limit) }
        return max(1, Int(seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000))
    }
}
