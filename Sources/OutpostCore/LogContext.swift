package import Logging

/// On whose behalf a task works: every line that it logs, however deep, says so.
package struct LogContext: Sendable, Hashable {
    /// The task's.
    @TaskLocal package static var current = LogContext()

    /// The HTTP request.
    package var requestID: String?
    /// The dispatch.
    package var dispatchID: String?
    /// The tenant.
    package var tenantID: String?

    package init(requestID: String? = nil, dispatchID: String? = nil, tenantID: String? = nil) {
        self.requestID = requestID
        self.dispatchID = dispatchID
        self.tenantID = tenantID
    }

    /// The same on behalf of a tenant.
    package func of(tenant id: String) -> LogContext {
        var context = self
        context.tenantID = id
        return context
    }

    /// Gives loggers what is known of the task.
    package static let provider = Logger.MetadataProvider { current.metadata }

    private var metadata: Logger.Metadata {
        var metadata: Logger.Metadata = [:]
        metadata["request_id"] = requestID.map { .string($0) }
        metadata["dispatch.id"] = dispatchID.map { .string($0) }
        metadata["tenant_id"] = tenantID.map { .string($0) }
        return metadata
    }
}
