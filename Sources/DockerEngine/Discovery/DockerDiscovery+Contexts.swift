internal import Foundation

/// The parts of the docker command's own configuration that name an engine.
extension DockerDiscovery {
    var configurationDirectory: String {
        value("DOCKER_CONFIG") ?? "\(home)/.docker"
    }

    func currentContext() -> String? {
        guard let bytes = readFile("\(configurationDirectory)/config.json"),
            let configuration = try? JSONDecoder().decode(Configuration.self, from: Data(bytes)),
            let name = configuration.currentContext, !name.isEmpty, name != "default"
        else { return nil }
        return name
    }

    /// Returns the engine of a docker context; nil for the context `default`, which means the usual sockets.
    func context(_ name: String, source: String) throws(DockerError) -> [Candidate]? {
        guard name != "default" else { return nil }
        // A context's folder is named by the SHA-256 of its name; comparing names needs no digest.
        let contexts = "\(configurationDirectory)/contexts"
        for folder in listDirectory("\(contexts)/meta").sorted() {
            guard let bytes = readFile("\(contexts)/meta/\(folder)/meta.json"),
                let meta = try? JSONDecoder().decode(ContextMeta.self, from: Data(bytes)), meta.name == name
            else { continue }
            guard let endpoint = meta.endpoints["docker"], let host = endpoint.host, !host.isEmpty else {
                throw .invalid("\(source): the context names no Docker endpoint")
            }
            let verifies = !(endpoint.skipTLSVerify ?? false)
            let files = tls(in: "\(contexts)/tls/\(folder)/docker", verifies: verifies)
            let usesTLS = files.authorityFile != nil || files.certificateFile != nil
            return [try candidate(host, tls: usesTLS ? files : nil, source: source)]
        }
        throw .invalid("\(source): no such docker context; `docker context ls` lists them")
    }

    func tls(in directory: String, verifies: Bool) -> DockerTLS {
        func file(_ name: String) -> String? {
            let path = "\(directory)/\(name)"
            return readFile(path) == nil ? nil : path
        }
        return DockerTLS(
            authorityFile: file("ca.pem"),
            certificateFile: file("cert.pem"),
            keyFile: file("key.pem"),
            verifies: verifies
        )
    }

    private struct Configuration: Decodable {
        var currentContext: String?
    }

    private struct ContextMeta: Decodable {
        var name: String
        var endpoints: [String: Endpoint]

        struct Endpoint: Decodable {
            var host: String?
            var skipTLSVerify: Bool?

            enum CodingKeys: String, CodingKey {
                case host = "Host"
                case skipTLSVerify = "SkipTLSVerify"
            }
        }

        enum CodingKeys: String, CodingKey {
            case name = "Name"
            case endpoints = "Endpoints"
        }
    }
}
