internal import OutpostAPI
internal import OutpostCore

extension Schemas {
    static let promotions: [String: JSONValue] = [
        "PromoteRequest": object(
            ["dispatchId": described(input, "A dispatch that ended with changes; `runId` is understood too")],
            optional: [
                "branch": described(branch, "The branch to push; by default `outpost/` and the dispatch's id"),
                "baseBranch": described(branch, "The branch that a pull request is for"),
                "message": described(
                    limited(PromotionRequest.maximumMessageLength),
                    "The commit's message; by default one from the task"
                ),
                "createPr": described(truth, "Whether to open a pull request"),
                "prTitle": limited(255), "prBody": limited(65_536), "draft": truth,
                "allowSecrets": described(
                    truth,
                    "Whether changes that hold a secret are pushed; by default they are not"
                ),
            ],
            isClosed: true
        ),
        "Promotion": object(
            [
                "dispatchId": ulid, "branch": text, "commit": text, "baseBranch": orNull("string"), "commits": number,
                "filesChanged": number,
                "pullRequest": ["oneOf": [reference("PullRequest"), ["type": "null"]]],
                "idempotent": described(truth, "Whether the branch was there with that commit"),
            ],
            optional: [
                "pullRequestError": described(
                    text,
                    "Why a pull request that was asked for could not be opened; the branch is there nevertheless"
                )
            ]
        ),
        "PullRequest": object(["number": number, "url": text]),
    ]

    private static let branch = limited(255)

    private static func limited(_ length: Int) -> JSONValue {
        ["type": "string", "pattern": .string(withoutNUL), "maxLength": .integer(length)]
    }
}

extension Operation {
    static let promoteDispatch = Operation(
        id: "promoteDispatch",
        tag: .dispatches,
        summary: "Push what a dispatch changed to a branch of its repository, never by force",
        body: "PromoteRequest",
        success: .envelope("Promotion"),
        errors: [400, 404, 409, 413, 503]
    )
    static let promoteAnyDispatch = Operation(
        id: "promoteAnyDispatch",
        tag: .administration,
        summary: "The same as POST /promote, for any tenant's dispatch",
        body: "PromoteRequest",
        success: .envelope("Promotion"),
        errors: [400, 404, 409, 413, 503]
    )
}
