internal import OutpostCore
internal import ServiceLifecycle

/// Removes old results now and then, as a service.
struct RetentionLoop: Service {
    let retention: RetentionService

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            do {
                try await retention.run(clock: ContinuousClock())
            } catch is CancellationError {
                return
            }
        }
    }
}

extension ServeSettings {
    /// How long results are kept.
    var retention: RetentionPolicy {
        RetentionPolicy(
            maximumAge: retentionDays == 0 ? nil : Double(retentionDays) * 86_400,
            minimumFreeBytes: minimumDiskMiB << 20
        )
    }
}
