/// Has the images of agents.
package protocol ImageProvider: Sendable {
    /// Makes sure that the agent's image is there; callers that ask for the same one wait for one build.
    ///
    /// - Returns: the image's tag.
    /// - Throws: an error whose description says why there is no image.
    func image(for agent: AgentFolder) async throws -> String
}
