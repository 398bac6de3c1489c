extension Operation {
    static let listArtifacts = Operation(
        id: "listArtifacts",
        tag: .artifacts,
        summary: "List what a dispatch left, with links that work without a key",
        parameters: ["expiresIn", "preview", "reveal"],
        success: .envelope("Artifacts"),
        errors: [400, 404]
    )
    static let deleteArtifacts = Operation(
        id: "deleteArtifacts",
        tag: .artifacts,
        summary: "Remove the artifacts and the log of a dispatch that has ended; its record stays",
        success: .envelope("ArtifactsDeleted"),
        errors: [404, 409]
    )
    static let downloadArchive = Operation(
        id: "downloadArchive",
        tag: .artifacts,
        summary: "Fetch everything that a dispatch left as one tar, in a folder named by the dispatch",
        parameters: ["reveal"],
        success: .media("application/x-tar"),
        errors: [400, 404, 409, 410]
    )
    static let downloadLinkedArchive = Operation(
        id: "downloadLinkedArchive",
        tag: .artifacts,
        summary: "Fetch everything that a dispatch left as one tar by a signed link",
        parameters: ["linkTenant", "linkExpires", "linkReveal", "linkSignature"],
        success: .media("application/x-tar"),
        errors: [403, 404, 409, 410]
    )
    static let downloadArtifact = Operation(
        id: "downloadArtifact",
        tag: .artifacts,
        summary: "Fetch an artifact, or one range of its bytes, by a signed link",
        parameters: ["linkTenant", "linkExpires", "linkReveal", "linkSignature", "range", "ifRange"],
        success: .file,
        errors: [403, 404, 409, 410, 416]
    )
    static let createJob = Operation(
        id: "createJob",
        tag: .jobs,
        summary: "Start an agent on a task; POST /dispatch in the shape of Outpost v2's jobs",
        parameters: ["idempotencyKey"],
        body: "JobRequest",
        success: .envelope("JobAnswer", status: 201),
        errors: [400, 409, 413, 503],
        links: ["getJob", "cancelJob"].map { Link(operation: $0, parameter: "jobId", pointer: "/data/job/jobId") }
    )
    static let listJobs = Operation(
        id: "listJobs",
        tag: .jobs,
        summary: "List dispatches as jobs, the newest first",
        parameters: ["jobStatus", "agent", "batch", "repo", "since", "tag", "tags", "limit", "cursor"],
        success: .page("Job"),
        errors: [400]
    )
    static let getJob = Operation(
        id: "getJob",
        tag: .jobs,
        summary: "Get a dispatch as a job",
        success: .envelope("JobAnswer"),
        errors: [404]
    )
    static let cancelJob = Operation(
        id: "cancelJob",
        tag: .jobs,
        summary: "Cancel a dispatch as a job",
        body: "CancelRequest",
        isBodyOptional: true,
        success: .envelope("JobAnswer"),
        errors: [400, 404, 409, 413]
    )
    static let listWorkspaces = Operation(
        id: "listWorkspaces",
        tag: .workspaces,
        summary: "List the workspaces that outlive their dispatch",
        parameters: ["limit", "cursor"],
        success: .page("Workspace"),
        errors: [400]
    )
    static let getWorkspace = Operation(
        id: "getWorkspace",
        tag: .workspaces,
        summary: "Get a workspace",
        success: .envelope("WorkspaceAnswer"),
        errors: [400, 404]
    )
    static let deleteWorkspace = Operation(
        id: "deleteWorkspace",
        tag: .workspaces,
        summary: "Delete a workspace with its files",
        success: .envelope("WorkspaceDeleted"),
        errors: [400, 404, 409]
    )
}
