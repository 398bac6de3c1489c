internal import OutpostAPI
internal import OutpostCore

extension Schemas {
    static let retention: [String: JSONValue] = [
        "ArtifactsRemoval": object(["at": time, "cause": cause]),
        "ArtifactsDeleted": object(
            ["dispatchId": ulid, "removal": reference("ArtifactsRemoval"), "freedBytes": number]
        ),
        "Collect": object(
            [:],
            optional: [
                "dryRun": truth, "images": truth,
                "olderThanSeconds": [
                    "type": "integer", "minimum": 0, "maximum": .integer(OutpostServer.longestAge),
                    "description": "Results that ended so long ago go this once, whatever else is set",
                ],
            ],
            isClosed: true
        ),
        "Collection": object(
            [
                "dryRun": truth, "resultCount": number, "resultBytes": number,
                "results": list(of: reference("RemovedResult")), "images": list(of: reference("RemovedImage")),
                "imagesInUse": list(of: reference("RemovedImage")),
            ]
        ),
        "RemovedResult": object(
            ["dispatchId": ulid, "tenant": text, "endedAt": time, "bytes": number, "cause": cause]
        ),
        "RemovedImage": object(["reference": text, "bytes": number]),
    ]

    private static let cause = words(ResultRemoval.Cause.allCases.map(\.rawValue))
}
