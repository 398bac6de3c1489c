internal import CurlHTTP

extension DockerClient {
    /// Puts endpoint, API version and connection policy to a request.
    func wireRequest(_ request: EngineRequest) async throws(DockerError) -> CurlRequest {
        var prefix = ""
        if !request.isUnversioned { prefix = "/v\(try await negotiatedVersion())" }
        var headers = CurlHeaders()
        for header in request.headers { headers.add(header.name, header.value) }
        let body: CurlRequest.Body =
            switch request.body {
            case nil: .none
            case .bytes(let bytes): .bytes(bytes)
            case .stream(let length, let stream): .stream(length: length, stream)
            }
        return CurlRequest(
            method: request.method,
            url: "\(origin)\(prefix)\(request.target)",
            unixSocketPath: socketPath,
            headers: headers,
            body: body,
            deadline: request.deadline,
            connection: request.method == "GET" ? .pooled : .fresh,
            tls: transportSecurity
        )
    }

    private var socketPath: String? {
        if case .unix(let path) = endpoint { path } else { nil }
    }

    private var origin: String {
        switch endpoint {
        case .unix: "http://docker"
        case .tcp(let host, let port, let tls):
            "\(tls == nil ? "http" : "https")://\(host.contains(":") ? "[\(host)]" : host):\(port)"
        }
    }

    private var transportSecurity: CurlTLS {
        guard case .tcp(_, _, let tls?) = endpoint else { return CurlTLS() }
        return CurlTLS(
            caFile: tls.authorityFile,
            clientCertificate: tls.certificateFile,
            clientKey: tls.keyFile,
            verify: tls.verifies
        )
    }
}
