extension DockerClient {
    /// Returns what the engine knows about an image.
    ///
    /// Maps to `GET /images/{name}/json`.
    ///
    /// - Parameter reference: `name[:tag]`, `name@digest` or id.
    /// - Returns: the image.
    /// - Throws: `DockerError.notFound` when the engine does not have it.
    package func inspectImage(_ reference: String) async throws(DockerError) -> ImageInspect {
        let path = "/images/\(try EngineName.imagePath(reference))/json"
        return try await perform(EngineRequest(method: "GET", path: path, deadline: timeouts.query))
    }

    /// Returns the images that have all of the labels.
    ///
    /// Maps to `GET /images/json`.
    package func listImages(labels: [String] = []) async throws(DockerError) -> [ImageSummary] {
        var request = EngineRequest(method: "GET", path: "/images/json", deadline: timeouts.query)
        if let filters = try EngineFilters.encoded(["label": labels]) { request.query.append(("filters", filters)) }
        return try await perform(request)
    }

    /// Gives an image another name.
    ///
    /// Maps to `POST /images/{name}/tag`.
    package func tagImage(_ reference: String, repository: String, tag: String) async throws(DockerError) {
        let path = "/images/\(try EngineName.imagePath(reference))/tag"
        var request = EngineRequest(method: "POST", path: path, deadline: timeouts.create)
        request.query = [("repo", repository), ("tag", tag)]
        try await perform(request)
    }

    /// Removes a name of an image, and the image with its last name.
    ///
    /// Maps to `DELETE /images/{name}`. Safe to repeat.
    ///
    /// - Parameters:
    ///   - reference: name or id.
    ///   - force: also when stopped containers use it, or it has several names.
    /// - Returns: what there was to do.
    /// - Throws: `DockerError.conflict` when it is in use.
    @discardableResult
    package func removeImage(_ reference: String, force: Bool = false) async throws(DockerError) -> RemoveResult {
        let path = "/images/\(try EngineName.imagePath(reference))"
        var request = EngineRequest(method: "DELETE", path: path, deadline: timeouts.sweep)
        if force { request.query.append(("force", "1")) }
        return try await remove(request)
    }

    /// Removes unused images that have all of the labels.
    ///
    /// Maps to `POST /images/prune`. Without labels it would reach the images of others, so that is refused.
    ///
    /// - Parameters:
    ///   - labels: `name` or `name=value`; at least one.
    ///   - danglingOnly: only images without a name.
    /// - Returns: what is gone.
    /// - Throws: `DockerError.invalid` without labels; `.conflict` while another prune runs.
    package func pruneImages(
        labels: [String],
        danglingOnly: Bool = true
    ) async throws(DockerError) -> ImagePruneResult {
        guard !labels.isEmpty else { throw .invalid("a prune needs a label that says whose images may go") }
        let filters = ["label": labels, "dangling": [danglingOnly ? "true" : "false"]]
        var request = EngineRequest(method: "POST", path: "/images/prune", deadline: timeouts.sweep)
        if let encoded = try EngineFilters.encoded(filters) { request.query = [("filters", encoded)] }
        return try await perform(request)
    }
}
