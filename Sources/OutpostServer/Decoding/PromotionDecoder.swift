internal import OutpostAPI
internal import OutpostCore

/// Reads the body of a request to promote.
struct PromotionDecoder {
    /// A body with what of it is not honoured.
    struct Decoded: Sendable {
        var dispatch: String
        var request: PromotionRequest
        var warnings: [String]
    }

    /// Reads a body.
    ///
    /// - Throws: ``APIError`` naming every field that is wrong.
    func decode(_ body: [String: JSONValue]) throws(APIError) -> Decoded {
        var fields = FieldReader(body)
        let dispatch = fields.string("dispatchId", aliases: ["runId", "dispatch_id"], isRequired: true)
        let head = branch("branch", &fields)
        let base = branch("baseBranch", &fields)
        let message = fields.text(
            "message",
            maximum: PromotionRequest.maximumMessageLength,
            tooLong: "Message too long"
        )
        let opens = fields.flag("createPr") ?? false
        let title = fields.text("prTitle", maximum: 255, tooLong: "Title too long")
        let text = fields.text("prBody", maximum: 65_536, tooLong: "Body too long")
        let allowsSecrets = fields.flag("allowSecrets") ?? false
        let isDraft = fields.flag("draft") ?? false
        if !opens, title != nil || text != nil || isDraft {
            fields.warn("fields of a pull request ignored: createPr is not true")
        }
        // A misspelt branch would be pushed to another one.
        fields.refuseUnknownFields()
        guard fields.problems.isEmpty, let dispatch else { throw APIError(problems: fields.problems) }
        var request = PromotionRequest(branch: head, baseBranch: base, message: message, allowsSecrets: allowsSecrets)
        if opens { request.pullRequest = PullRequestDraft(title: title, body: text, isDraft: isDraft) }
        return Decoded(dispatch: dispatch, request: request, warnings: fields.warnings)
    }

    private func branch(_ name: String, _ fields: inout FieldReader) -> String? {
        let branch = fields.text(name, maximum: 255, tooLong: "Branch name too long")
        guard let branch else { return nil }
        guard PromotionRequest.isBranch(branch) else {
            fields.refuse(name, "Invalid branch name")
            return nil
        }
        return branch
    }
}

extension FieldReader {
    /// True, false, or nothing.
    mutating func flag(_ name: String) -> Bool? {
        guard let value = value(name) else { return nil }
        guard case .bool(let flag) = value else {
            refuse(name, "Expected boolean, received \(value.kind)")
            return nil
        }
        return flag
    }
}
