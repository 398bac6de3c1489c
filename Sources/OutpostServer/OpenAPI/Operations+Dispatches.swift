extension Operation {
    static let createDispatch = Operation(
        id: "createDispatch",
        tag: .dispatches,
        summary: "Start an agent on a task, or each of several",
        parameters: ["idempotencyKey"],
        body: "DispatchRequest",
        success: .envelope("Accepted", status: 201),
        errors: [400, 409, 413, 503],
        links: ["getDispatch", "cancelDispatch", "streamEvents", "listArtifacts"].map {
            Link(operation: $0, parameter: "dispatchId", pointer: "/data/dispatchId")
        }
    )
    static let getBatch = Operation(
        id: "getBatch",
        tag: .dispatches,
        summary: "Get the dispatches that one request made, side by side",
        success: .envelope("Batch"),
        errors: [404]
    )
    static let listDispatches = Operation(
        id: "listDispatches",
        tag: .dispatches,
        summary: "List dispatches, the newest first",
        parameters: listParameters,
        success: .page("Dispatch"),
        errors: [400]
    )
    static let getDispatch = Operation(
        id: "getDispatch",
        tag: .dispatches,
        summary: "Get a dispatch with a page of its log",
        parameters: logParameters,
        success: .envelope("Dispatch"),
        errors: [400, 404]
    )
    static let cancelDispatch = Operation(
        id: "cancelDispatch",
        tag: .dispatches,
        summary: "Stop a dispatch, or take it out of the queue",
        body: "CancelRequest",
        isBodyOptional: true,
        success: .envelope("DispatchCancelled"),
        errors: [400, 404, 409, 413]
    )
    static let streamEvents = Operation(
        id: "streamEvents",
        tag: .dispatches,
        summary: "Follow a dispatch: events `log`, `status` and, as the last one, `end`",
        parameters: ["lastEventID", "lastEventIDQuery", "skipLogs"],
        success: .events("Event"),
        errors: [400, 404]
    )
    static let listRuns = Operation(
        id: "listRuns",
        tag: .dispatches,
        summary: "The same as GET /dispatch",
        parameters: listParameters,
        success: .page("Dispatch"),
        errors: [400]
    )
    static let getRun = Operation(
        id: "getRun",
        tag: .dispatches,
        summary: "The same as GET /dispatch/{dispatchId}",
        parameters: logParameters,
        success: .envelope("Dispatch"),
        errors: [400, 404]
    )
    static let cancelRun = Operation(
        id: "cancelRun",
        tag: .dispatches,
        summary: "The same as DELETE /dispatch/{dispatchId}",
        body: "CancelRequest",
        isBodyOptional: true,
        success: .envelope("DispatchCancelled"),
        errors: [400, 404, 409, 413]
    )

    private static let logParameters = ["logOffset", "logLimit", "skipLogs"]
    private static let listParameters = ["status", "agent", "batch", "repo", "since", "tag", "tags", "limit", "cursor"]
}
