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

    init(_ draft: DispatchDraft) {
        var options = draft.options
        // Given by us; the same request may be given another one later.
        options.workspace = nil
        let content = Content(
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
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let bytes = (try? encoder.encode(content)) ?? Data()
        digest = SHA256.hash(data: bytes).hexadecimal
    }
}
