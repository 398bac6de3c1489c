/// The data of the event `status`.
package struct StatusEventBody: Codable, Sendable, Hashable {
    /// A ULID.
    package var dispatchId: String
    /// The status now.
    package var status: String
    /// When it was seen.
    package var timestamp: APITime

    package init(dispatchId: String, status: String, timestamp: APITime) {
        self.dispatchId = dispatchId
        self.status = status
        self.timestamp = timestamp
    }
}

/// The data of the event `end`, the last one of a stream.
package struct EndEventBody: Codable, Sendable, Hashable {
    /// A ULID.
    package var dispatchId: String
    /// A terminal status.
    package var status: String
    /// When the dispatch ended.
    package var timestamp: APITime
    /// The agent's exit status, where it ran to an end.
    package var exitCode: Int?
    /// Why it ended, as a word for programs.
    package var reason: String?
    /// Why it ended, as a sentence; absent on success.
    package var errorMessage: String?

    package init(
        dispatchId: String,
        status: String,
        timestamp: APITime,
        exitCode: Int?,
        reason: String?,
        errorMessage: String?
    ) {
        self.dispatchId = dispatchId
        self.status = status
        self.timestamp = timestamp
        self.exitCode = exitCode
        self.reason = reason
        self.errorMessage = errorMessage
    }
}
