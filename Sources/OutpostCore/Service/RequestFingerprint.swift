internal import Crypto
internal import Foundation

/// What makes two requests the same for an idempotency key: everything but the key.
struct RequestFingerprint {
    /// SHA-256 in hexadecimal.
    ///
    /// Secret values go in, and cannot be got out again.
    let digest: String

    private struct Content: Encodable {
        let agent: String
        let task: String
        let model: String?
        let repositoryURL: String?
        let reference: String?
        let timeoutSeconds: Int
        let secretNames: [String]
        let secretValues: [String: String]
        let options: DispatchOptions
    }

    /// A batch of one is another request than one: its answer has a batch's id.
    init(_ drafts: [DispatchDraft], isBatch: Bool) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let contents = drafts.map(Self.content)
        // A request for one agent is encoded as it always was: keys outlive an update of the program.
        let bytes = isBatch ? try? encoder.encode(contents) : try? encoder.encode(contents.first)
        digest = SHA256.hash(data: bytes ?? Data()).hexadecimal
    }

    private static func content(_ draft: DispatchDraft) -> Content {
        var options = draft.options
        // Given by us; the same request may be given another one later.
        options.workspace = nil
        return Content(
            agent: draft.agent,
            task: draft.task,
            model: draft.model,
            repositoryURL: draft.repositoryURL,
            reference: draft.reference,
            timeoutSeconds: draft.timeoutSeconds ?? DispatchRequest.defaultTimeoutSeconds,
            secretNames: draft.secretNames.sorted(),
            secretValues: draft.secretValues,
            options: options
        )
    }
}
