internal import DockerEngine
internal import Testing

@Suite("Finding the engine")
struct DiscoveryTests {
    private func discovery(
        _ environment: [String: String] = [:],
        files: [String: String] = [:],
        runtimeDirectory: String? = "/run/user/1000"
    ) -> DockerDiscovery {
        DockerDiscovery(
            environment: environment,
            home: "/home/ada",
            runtimeDirectory: runtimeDirectory,
            userID: 1000,
            readFile: { files[$0].map { Array($0.utf8) } },
            listDirectory: { directory in
                let prefix = directory + "/"
                let inside = files.keys.filter { $0.hasPrefix(prefix) }
                return Set(
                    inside.compactMap { $0.dropFirst(prefix.count).split(separator: "/").first.map(String.init) }
                )
                .sorted()
            }
        )
    }

    private let meta = "/home/ada/.docker/contexts/meta/abc123/meta.json"

    private func context(_ host: String, name: String = "colima") -> [String: String] {
        [meta: #"{"Name":"\#(name)","Metadata":{},"Endpoints":{"docker":{"Host":"\#(host)","SkipTLSVerify":false}}}"#]
    }

    @Test("Without a choice the well-known sockets are tried in order")
    func wellKnownSockets() throws {
        let paths = try discovery().candidates().map(\.endpoint.description)
        #expect(
            paths == [
                "unix:///var/run/docker.sock", "unix:///run/user/1000/docker.sock",
                "unix:///home/ada/.docker/run/docker.sock", "unix:///home/ada/.docker/desktop/docker.sock",
                "unix:///home/ada/.colima/default/docker.sock", "unix:///home/ada/.orbstack/run/docker.sock",
                "unix:///run/user/1000/podman/podman.sock", "unix:///run/podman/podman.sock",
            ]
        )
    }

    @Test("Without XDG_RUNTIME_DIR the user id names the runtime directory")
    func assumedRuntimeDirectory() throws {
        let candidates = try discovery(runtimeDirectory: nil).candidates()
        #expect(candidates.contains { $0.endpoint == .unix(path: "/run/user/1000/docker.sock") })
    }

    @Test(
        "A chosen engine is the only candidate, ours before Docker's own variables",
        arguments: [
            (["OUTPOST_DOCKER_HOST": "unix:///a", "DOCKER_HOST": "unix:///b", "DOCKER_CONTEXT": "c"], "/a"),
            (["DOCKER_HOST": "unix:///b", "DOCKER_CONTEXT": "colima"], "/b"),
            (["OUTPOST_DOCKER_HOST": "", "DOCKER_HOST": "/c"], "/c"),
            (["DOCKER_CONTEXT": "colima"], "/colima.sock"),
        ]
    )
    func choices(environment: [String: String], path: String) throws {
        let candidates = try discovery(environment, files: context("unix:///colima.sock")).candidates()
        #expect(candidates.map(\.endpoint) == [.unix(path: path)])
    }

    @Test("The current docker context is a choice too, and names itself as the source")
    func currentContext() throws {
        var files = context("unix:///colima.sock")
        files["/home/ada/.docker/config.json"] = #"{"auths":{},"currentContext":"colima"}"#
        let candidates = try discovery(files: files).candidates()
        #expect(candidates == [.init(endpoint: .unix(path: "/colima.sock"), source: "docker context colima")])
    }

    @Test("The context default means the usual sockets, whatever the current context is")
    func defaultContext() throws {
        let files = ["/home/ada/.docker/config.json": #"{"currentContext":"gone"}"#]
        let candidates = try discovery(["DOCKER_CONTEXT": "default"], files: files).candidates()
        #expect(candidates.count == 8)
    }

    @Test("DOCKER_CONFIG moves the contexts")
    func movedConfiguration() throws {
        let files = [
            "/etc/d/config.json": #"{"currentContext":"x"}"#,
            "/etc/d/contexts/meta/f/meta.json": #"{"Name":"x","Endpoints":{"docker":{"Host":"unix:///x"}}}"#,
        ]
        let candidates = try discovery(["DOCKER_CONFIG": "/etc/d"], files: files).candidates()
        #expect(candidates.map(\.endpoint) == [.unix(path: "/x")])
    }

    @Test("A context that does not exist is an error that names it, not another engine")
    func missingContext() {
        #expect {
            try discovery(["DOCKER_CONTEXT": "nope"]).candidates()
        } throws: { error in
            guard case DockerError.invalid(let message) = error else { return false }
            return message.contains("DOCKER_CONTEXT=nope")
        }
    }

    @Test("A context's own certificates are used")
    func contextCertificates() throws {
        var files = context("tcp://engine:2376")
        let folder = "/home/ada/.docker/contexts/tls/abc123/docker"
        for name in ["ca.pem", "cert.pem", "key.pem"] { files["\(folder)/\(name)"] = "PEM" }
        let endpoint = try discovery(["DOCKER_CONTEXT": "colima"], files: files).candidates().first?.endpoint
        let tls = DockerTLS(
            authorityFile: "\(folder)/ca.pem",
            certificateFile: "\(folder)/cert.pem",
            keyFile: "\(folder)/key.pem"
        )
        #expect(endpoint == .tcp(host: "engine", port: 2376, tls: tls))
    }

    @Test("DOCKER_TLS_VERIFY and DOCKER_CERT_PATH secure a TCP endpoint")
    func environmentCertificates() throws {
        let environment = ["DOCKER_HOST": "tcp://engine", "DOCKER_TLS_VERIFY": "1", "DOCKER_CERT_PATH": "/certs"]
        let files = ["/certs/ca.pem": "PEM", "/certs/cert.pem": "PEM", "/certs/key.pem": "PEM"]
        let candidates = try discovery(environment, files: files).candidates()
        let tls = DockerTLS(
            authorityFile: "/certs/ca.pem",
            certificateFile: "/certs/cert.pem",
            keyFile: "/certs/key.pem",
            verifies: true
        )
        #expect(candidates == [.init(endpoint: .tcp(host: "engine", port: 2376, tls: tls), source: "DOCKER_HOST")])
    }

    @Test(
        "Addresses are read as the docker command reads them",
        arguments: [
            ("tcp://h", "tcp://h:2375"), ("tcp://h:1", "tcp://h:1"), ("tcp://h:2375/", "tcp://h:2375"),
            ("tcp://[::1]:99", "tcp://[::1]:99"), ("tcp://[::1]", "tcp://[::1]:2375"), ("http://h:80", "tcp://h:80"),
            ("https://h", "tcp://h:2376"), ("unix:///x y", "unix:///x y"), ("/x", "unix:///x"),
        ]
    )
    func addresses(text: String, endpoint: String) throws {
        #expect(try DockerEndpoint(parsing: text).description == endpoint)
    }

    @Test("ssh is refused with the way around it")
    func ssh() {
        #expect {
            try discovery(["DOCKER_HOST": "ssh://root@host"]).candidates()
        } throws: { error in
            guard case DockerError.unsupported(let message) = error else { return false }
            return message.hasPrefix("DOCKER_HOST: ") && message.contains("ssh -nNT -L")
        }
    }

    @Test(
        "Malformed addresses are refused",
        arguments: [
            "docker.sock", "unix://relative", "tcp://", "tcp://h:0", "tcp://h:70000", "tcp://h:x", "tcp://a b:1",
            "tcp://::1",
            "tcp://user@h:1", "tcp://h/path", "tcp://[::1", "unix:///" + String(repeating: "x", count: 107),
        ]
    )
    func malformed(text: String) {
        #expect {
            try DockerEndpoint(parsing: text)
        } throws: { error in
            guard case DockerError.invalid = error else { return false }
            return true
        }
    }

    @Test("Other transports are refused", arguments: ["npipe:////./pipe/docker_engine", "fd://3", "ftp://x"])
    func otherTransports(text: String) {
        #expect {
            try DockerEndpoint(parsing: text)
        } throws: { error in
            guard case DockerError.unsupported = error else { return false }
            return true
        }
    }
}
