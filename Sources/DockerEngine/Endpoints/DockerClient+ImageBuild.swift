/// How an image is built.
package struct ImageBuildOptions: Sendable, Hashable {
    /// Names of the result, `name:tag`.
    package var tags: [String] = []
    /// Path of the Dockerfile in the context.
    package var dockerfile = "Dockerfile"
    /// Labels of the result.
    package var labels: [String: String] = [:]
    /// Values of `ARG`, never secrets: the image's history shows them.
    package var buildArguments: [String: String] = [:]
    /// Stage to stop at; nil builds the last.
    package var target: String?
    /// Network of `RUN` steps: `none`, `host`, `bridge` or a name; nil means the engine's default.
    package var networkMode: String?
    /// `os/arch[/variant]`; nil means the engine's own.
    package var platform: String?
    /// True does not use the cache.
    package var ignoresCache = false
    /// True asks the registry for newer base images.
    package var pullsBaseImages = false

    /// Creates options for a plain build without a name.
    package init() {}
}

extension DockerClient {
    /// Builds an image with the engine's classic builder.
    ///
    /// Maps to `POST /build`. A build goes on only while somebody reads its events; letting go of them cancels it.
    ///
    /// - Parameters:
    ///   - options: how.
    ///   - context: an uncompressed tar with the Dockerfile and the files that it copies.
    /// - Returns: the events; the last is `.built`. It throws `DockerError.stream` when the build fails.
    /// - Throws: `DockerError.invalid` for a Dockerfile that cannot be read.
    package func buildImage(
        _ options: ImageBuildOptions,
        context: EngineBody
    ) async throws(DockerError) -> MessageStream<BuildEvent> {
        var request = EngineRequest(method: "POST", path: "/build")
        request.query = try options.query()
        request.headers = [("Content-Type", "application/x-tar")]
        request.body = context
        let body = try await stream(request)
        return MessageStream(bytes: ByteStream(body: body, call: request.summary), reader: BuildReader())
    }
}

extension ImageBuildOptions {
    /// The parameters; intermediate containers are always removed.
    func query() throws(DockerError) -> [(name: String, value: String)] {
        var query: [(name: String, value: String)] = tags.map { ("t", $0) }
        query += [("dockerfile", dockerfile), ("rm", "1"), ("forcerm", "1")]
        if !labels.isEmpty { query.append(("labels", try Self.json(labels))) }
        if !buildArguments.isEmpty { query.append(("buildargs", try Self.json(buildArguments))) }
        if let target { query.append(("target", target)) }
        if let networkMode { query.append(("networkmode", networkMode)) }
        if let platform { query.append(("platform", platform)) }
        if ignoresCache { query.append(("nocache", "1")) }
        if pullsBaseImages { query.append(("pull", "1")) }
        return query
    }

    private static func json(_ table: [String: String]) throws(DockerError) -> String {
        String(decoding: try DockerClient.encode(table), as: UTF8.self)
    }
}
