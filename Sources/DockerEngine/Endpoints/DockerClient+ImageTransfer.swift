internal import CurlHTTP
internal import Foundation

/// What a registry wants to know.
package struct RegistryCredentials: Encodable, Sendable, Hashable {
    /// User at the registry.
    package var username: String
    /// Password or token.
    package var password: String
    /// Host, as in the image reference.
    package var serverAddress: String

    /// Creates credentials.
    package init(username: String, password: String, serverAddress: String) {
        self.username = username
        self.password = password
        self.serverAddress = serverAddress
    }

    enum CodingKeys: String, CodingKey {
        case username, password
        case serverAddress = "serveraddress"
    }
}

extension DockerClient {
    /// Pulls an image; it is there when the stream has ended without an error.
    ///
    /// Maps to `POST /images/create`.
    ///
    /// - Parameters:
    ///   - reference: `name[:tag]` or `name@digest`; no tag means `latest`, as elsewhere, not all tags.
    ///   - platform: `os/arch[/variant]`; nil means the engine's own.
    ///   - credentials: for a registry that asks for them.
    /// - Returns: the progress; it throws `DockerError.stream` when the pull fails half-way.
    /// - Throws: `DockerError.notFound` or `.server` when it fails at once.
    package func pullImage(
        _ reference: String,
        platform: String? = nil,
        credentials: RegistryCredentials? = nil
    ) async throws(DockerError) -> MessageStream<ImageProgress> {
        _ = try EngineName.imagePath(reference)
        let name = reference.split(separator: "/").last ?? ""
        let isTagged = name.contains(":") || name.contains("@")
        var request = EngineRequest(method: "POST", path: "/images/create")
        request.query = [("fromImage", reference)]
        if !isTagged { request.query.append(("tag", "latest")) }
        if let platform { request.query.append(("platform", platform)) }
        if let credentials {
            let json = Data(try Self.encode(credentials)).base64EncodedString()
            let urlSafe = json.replacing("+", with: "-").replacing("/", with: "_")
            request.headers.append(("X-Registry-Auth", urlSafe))
        }
        let body = try await stream(request)
        return MessageStream(bytes: ByteStream(body: body, call: request.summary), reader: PullReader())
    }

    /// Loads images from a tar made by `docker save` or ``saveImages(_:)``.
    ///
    /// Maps to `POST /images/load`.
    ///
    /// - Returns: the names, or ids where there is no name, of what was loaded; never empty.
    /// - Throws: `DockerError.stream` when the archive is unusable, which the engine reports with status 200.
    @discardableResult
    package func loadImages(_ archive: EngineBody) async throws(DockerError) -> [String] {
        var request = EngineRequest(method: "POST", path: "/images/load")
        request.query = [("quiet", "1")]
        request.headers = [("Content-Type", "application/x-tar")]
        request.body = archive
        var lines = JSONLines()
        var messages = try lines.append(try await perform(request).body)
        messages += lines.finish()
        var loaded: [String] = []
        for message in messages {
            guard let text = try ProgressMessage.read(message, of: request.summary).stream else { continue }
            for prefix in ["Loaded image: ", "Loaded image ID: "] where text.hasPrefix(prefix) {
                let name = text.dropFirst(prefix.count).trimmingCharacters(in: .whitespacesAndNewlines)
                loaded.append(ImageName.familiar(name))
            }
        }
        guard !loaded.isEmpty else { throw .stream("the archive held no image") }
        return loaded
    }

    /// Writes images as a tar that ``loadImages(_:)`` takes.
    ///
    /// Maps to `GET /images/get`.
    ///
    /// - Parameter references: names, which the archive keeps, or ids.
    /// - Returns: the archive's bytes.
    /// - Throws: `DockerError.notFound` when one is missing.
    package func saveImages(_ references: [String]) async throws(DockerError) -> ByteStream {
        guard !references.isEmpty else { throw .invalid("no image to save was named") }
        var request = EngineRequest(method: "GET", path: "/images/get")
        for reference in references {
            _ = try EngineName.imagePath(reference)
            request.query.append(("names", reference))
        }
        return ByteStream(body: try await stream(request), call: request.summary)
    }
}
