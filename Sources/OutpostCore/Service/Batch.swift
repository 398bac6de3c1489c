/// What came of a request for several agents.
package struct BatchSubmission: Sendable {
    /// Names them together.
    package let id: BatchID
    /// One for each agent, in the order of the request.
    package let submissions: [Submission]

    package init(id: BatchID, submissions: [Submission]) {
        self.id = id
        self.submissions = submissions
    }
}

/// One dispatch among those of a batch, with its results once it has ended.
package struct BatchMember: Sendable, Hashable {
    /// The dispatch.
    package let dispatch: Dispatch
    /// How it ended; nil while it goes on.
    package let summary: DispatchSummary?
    /// The lines of its patch; nil while it goes on, or where the patch is too long to be counted.
    package let lines: PatchLineCounter?

    package init(dispatch: Dispatch, summary: DispatchSummary?, lines: PatchLineCounter?) {
        self.dispatch = dispatch
        self.summary = summary
        self.lines = lines
    }

    /// Agents of the largest batch.
    package static let maximum = 8
}
