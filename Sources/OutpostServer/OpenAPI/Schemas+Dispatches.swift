internal import OutpostAPI
internal import OutpostCore

extension Schemas {
    static let dispatches: [String: JSONValue] = [
        "DispatchStatus": words(DispatchStatus.allCases.map(\.rawValue)),
        "DispatchAccepted": object(
            [
                "dispatchId": ulid, "status": reference("DispatchStatus"), "agent": text, "modelId": text,
                "estimatedStartTime": time, "queuePosition": number,
            ],
            optional: ["idempotent": truth, "tags": map(to: text)]
        ),
        "Accepted": ["oneOf": [reference("DispatchAccepted"), reference("BatchAccepted")]],
        "BatchAccepted": object(["batchId": ulid, "dispatches": list(of: reference("DispatchAccepted"))]),
        "Batch": object(["batchId": ulid, "dispatches": list(of: reference("BatchMember"))]),
        "BatchMember": object(
            ["dispatchId": ulid, "agent": text, "modelId": text, "status": reference("DispatchStatus")],
            optional: [
                "harness": described(text, "The program that was the agent, with its version"),
                "reason": words(DispatchReason.allCases.map(\.rawValue)),
                "filesChanged": number, "linesAdded": number, "linesRemoved": number,
                "durationSeconds": ["type": "number"], "inputTokens": number, "outputTokens": number,
                "reportedCostUsd": described(["type": "number"], "The agent's own estimate, in US dollars"),
            ]
        ),
        "Dispatch": object(
            [
                "dispatchId": ulid, "status": reference("DispatchStatus"), "agent": text, "modelId": text, "task": text,
                "progress": ["type": "integer", "minimum": 0, "maximum": 100], "createdAt": time,
                "context": words(ContextLevel.named.map(\.text)),
                "workspaceMode": words(WorkspaceMode.allCases.map(\.rawValue)),
                "workspaceInitMode": words(WorkspaceInit.allCases.map(\.rawValue)), "timeoutSeconds": number,
            ],
            optional: [
                "batchId": text, "workspaceId": text, "startedAt": time, "endedAt": time, "repo": text, "branch": text,
                "tags": map(to: text), "credentials": words([CredentialRoute.direct.rawValue]),
                "queuePosition": number,
                "waitsFor": described(
                    words(AdmissionPlan.Obstacle.allCases.map(\.rawValue)),
                    "What keeps it from starting: its workspace is in use, a limit of its tenant's or of its agent, the host"
                ),
                "estimatedStartTime": time, "exitCode": number,
                "reason": words(DispatchReason.allCases.map(\.rawValue)), "errorMessage": text,
                "error": reference("DispatchError"), "egress": reference("EgressReport"),
                "flags": list(of: words(DispatchFlag.allCases.map(\.rawValue))), "expiresAt": time,
                "artifacts": words(["expired"]), "artifactsRemovedAt": time,
                "logs": list(of: reference("LogLine")), "logOffset": text,
            ]
        ),
        "DispatchError": object(
            [
                "class": words(DispatchError.Class.allCases.map(\.rawValue)),
                "retryable": described(truth, "Whether the same dispatch may succeed later"),
                "remedy": described(text, "What to do next"),
            ],
            optional: ["resetAt": described(time, "When the provider's limit ends")]
        ),
        "LogLine": object(
            [
                "seq": number, "timestamp": time, "stream": words(["stdout", "stderr"]), "message": text,
                "level": words(LogLevel.allCases.map(\.rawValue)),
            ]
        ),
        "Event": object(
            [
                "id": described(text, "For the header `Last-Event-ID`"), "event": words(["log", "status", "end"]),
                "data": [
                    "type": "string", "contentMediaType": "application/json",
                    "description": "A line of the log, or a status with its time; at the end also why it ended",
                ],
            ]
        ),
        "DispatchCancelled": object(
            ["dispatchId": ulid, "status": reference("DispatchStatus"), "message": text]
        ),
        "Artifacts": object(
            ["dispatchId": ulid, "artifacts": list(of: reference("Artifact")), "status": reference("DispatchStatus")],
            optional: [
                "archiveUrl": described(text, "All of them as one tar; works without a key as long as the links"),
                "removed": reference("ArtifactsRemoval"),
            ]
        ),
        "Artifact": object(
            [
                "type": words(ArtifactKind.allCases.map(\.rawValue)), "key": text, "url": text, "expiresAt": time,
                "sizeBytes": number, "contentType": text, "sha256": text,
            ],
            optional: [
                "preview": orNull("string"),
                "containsSecret": described(truth, "It is withheld from who does not ask with `reveal`"),
                "secretNames": described(list(of: text), "The secrets in it, or their kinds"),
            ]
        ),
    ]

    static let jobs: [String: JSONValue] = [
        "Job": object(
            [
                "jobId": ulid, "tenantId": text, "agent": text, "task": text,
                "context": words(ContextLevel.named.map(\.text)),
                "status": words(JobStatus.allCases.map(\.rawValue)), "repo": orNull("string"),
                "branch": orNull("string"), "workerId": orNull("string"), "workspacePath": orNull("string"),
                "errorMessage": orNull("string"), "outputS3Key": orNull("string"), "createdAt": time,
                "startedAt": orNull("string"), "completedAt": orNull("string"), "timeoutSeconds": number,
                "exitCode": orNull("integer"),
            ]
        ),
        "JobAnswer": object(["job": reference("Job")], optional: ["queued": truth]),
    ]

    static let workspaces: [String: JSONValue] = [
        "Workspace": object(
            [
                "workspaceId": text, "userId": text, "createdAt": time, "lastAccessedAt": time, "sizeBytes": number,
                "sizeFormatted": text, "repoUrl": orNull("string"), "efsAccessPointId": orNull("string"),
                "status": words(["available", "in_use"]), "currentDispatchId": orNull("string"), "expiresAt": time,
            ]
        ),
        "WorkspaceAnswer": object(["workspace": reference("Workspace")]),
        "WorkspaceDeleted": object(["workspaceId": text, "message": text]),
    ]
}
