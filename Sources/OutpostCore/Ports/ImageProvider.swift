/// Has the images of agents.
package protocol ImageProvider: Sendable {
    /// Makes sure that the agent's image is there; callers that ask for the same one wait for one build.
    ///
    /// - Returns: the image.
    /// - Throws: an error whose description says why there is no image.
    func image(for agent: AgentFolder) async throws -> AgentImage
}

/// An agent's image that is there.
package struct AgentImage: Sendable, Hashable {
    /// Its tag.
    package let reference: String
    /// The program in it, in words.
    ///
    /// See ``ResolvedHarness/description``. Nil for an image that no label tells it of.
    package let harness: String?

    package init(reference: String, harness: String?) {
        self.reference = reference
        self.harness = harness
    }
}
