internal import OutpostAPI
internal import OutpostCore

extension Schemas {
    static let health: [String: JSONValue] = [
        "Service": object(["service": text, "version": text, "status": text]),
        "Health": object(
            [
                "status": words(["healthy", "degraded", "unhealthy"]), "version": text, "uptime": number,
                "checks": map(to: reference("HealthCheck")),
            ]
        ),
        "HealthCheck": object(
            ["status": words(HealthCheck.Status.allCases.map(\.rawValue))],
            optional: ["message": text, "latencyMs": number]
        ),
        "Probe": object(
            ["status": described(text, "`ok`, `ready`, `not ready`, or `draining` while the server stops")],
            optional: ["failing": list(of: text)]
        ),
    ]

    static let fleet: [String: JSONValue] = [
        "Fleet": object(
            [
                "success": ["const": true],
                "data": object(
                    [
                        "status": words(["healthy", "degraded", "unhealthy"]), "pool": reference("Pool"),
                        "agents": list(of: reference("FleetAgent")), "system": reference("FleetSystem"),
                        "dispatches": object(["lastHourTotal": number, "byStatus": map(to: number)]),
                        "alerts": list(of: text), "uptime": number, "timestamp": time,
                    ]
                ),
                "meta": object(
                    ["requestId": text, "timestamp": time],
                    optional: ["responseTimeMs": number, "cached": truth, "cacheAgeMs": number]
                ),
            ]
        ),
        "Pool": object(
            [
                "totalTasks": number, "idleTasks": number, "inUseTasks": number, "terminatingTasks": number,
                "warmTasks": number,
                "byAgent": list(
                    of: object(
                        [
                            "agentType": text, "totalTasks": number, "idleTasks": number, "inUseTasks": number,
                            "warmTasks": number, "averageWaitTime": number,
                        ]
                    )
                ),
            ]
        ),
        "FleetAgent": object(
            [
                "agent": text, "available": truth, "modelId": text, "poolSize": number, "active": number,
                "idle": number, "warmTasks": number, "successRate": number, "avgDurationMs": number,
                "maxConcurrent": number,
            ]
        ),
        "FleetSystem": object(
            [
                "cpuUsagePercent": number, "memoryUsagePercent": number, "memoryUsedMB": number,
                "memoryTotalMB": number, "heapUsedMB": number, "heapTotalMB": number,
            ]
        ),
    ]
}
