extension Operation {
    static let getService = Operation(
        id: "getService",
        tag: .health,
        summary: "Name and version",
        success: .plain("Service")
    )
    static let getHealth = Operation(
        id: "getHealth",
        tag: .health,
        summary: "Check the server's surroundings",
        success: .plain("Health", or: 503)
    )
    static let getLiveness = Operation(
        id: "getLiveness",
        tag: .health,
        summary: "Whether the server answers",
        success: .plain("Probe")
    )
    static let getReadiness = Operation(
        id: "getReadiness",
        tag: .health,
        summary: "Whether the server can take dispatches",
        success: .plain("Probe", or: 503)
    )
    static let getFleet = Operation(
        id: "getFleet",
        tag: .health,
        summary: "Agents, queue and capacity of the whole installation",
        success: .plain("Fleet", or: 503)
    )
    static let getFleetAlias = Operation(
        id: "getFleetAlias",
        tag: .health,
        summary: "The same as GET /health/fleet",
        success: .plain("Fleet", or: 503)
    )
    static let getMetrics = Operation(
        id: "getMetrics",
        tag: .health,
        summary: "Measurements of the whole installation, in the text format of Prometheus",
        success: .media("text/plain")
    )
    static let getDocument = Operation(
        id: "getDocument",
        tag: .documentation,
        summary: "This document",
        success: .plain("Document")
    )
    static let getDocumentation = Operation(
        id: "getDocumentation",
        tag: .documentation,
        summary: "This document for people",
        success: .media("text/html")
    )
    static let getDocumentationScript = Operation(
        id: "getDocumentationScript",
        tag: .documentation,
        summary: "The script of that page",
        success: .media("text/javascript")
    )
    static let getDocumentationStyle = Operation(
        id: "getDocumentationStyle",
        tag: .documentation,
        summary: "The style of that page",
        success: .media("text/css")
    )
}
