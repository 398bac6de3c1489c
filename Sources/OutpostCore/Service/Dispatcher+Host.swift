internal import Foundation
internal import Logging

extension Dispatcher {
    /// How long an answer about the host is good.
    private static let hostLoadLifetime: TimeInterval = 3
    /// Time between two looks at what nobody tells: the host's memory, limits of tenants, alerts.
    private static let pulse = Duration.seconds(5)

    /// MiB that dispatches may hold together at this moment.
    ///
    /// It is what the engine said last: no request waits for the engine.
    var memoryCapacity: Int {
        parts.host == nil ? settings.capacity.memoryMiB : hostLoad.remaining(of: settings.capacity.memoryMiB)
    }

    /// CPU units that dispatches may hold together at this moment; likewise.
    var cpuCapacity: Int { hostLoad.remainingCPU(of: settings.capacity.cpuUnits) }

    /// Asks the engine what others hold of the host, unless that is known well enough.
    func refreshHostLoad() async {
        guard let host = parts.host else { return }
        let time = now()
        guard time.timeIntervalSince(hostLoadAt) >= Self.hostLoadLifetime else { return }
        // Before the question, so that those who ask meanwhile do not ask again.
        hostLoadAt = time
        do {
            hostLoad = try await host.load(besides: parts.runner.instance)
        } catch {
            logger.warning("the host's load is not known", metadata: ["error": "\(error)"])
        }
    }

    /// Looks after the queue and the capacity until the task is cancelled.
    func keepPulse() async {
        while true {
            await refreshHostLoad()
            await reportAlerts()
            await sweepWorkspaces()
            do {
                try await parts.runner.clock.sleep(for: Self.pulse)
            } catch {
                return
            }
            wake.yield()
        }
    }

    /// Says in the audit trail and then in the log which alerts began and which ended.
    ///
    /// In this order: what the log says is durable.
    private func reportAlerts() async {
        do {
            let current = CapacityAlert.bySubject(for: try await fleet())
            let before = alerts
            alerts = current
            for (subject, text) in current.sorted(by: { $0.key < $1.key }) where before[subject] == nil {
                try await recordAlert("capacity.alert", subject)
                logger.warning("capacity alert", metadata: ["subject": "\(subject)", "alert": "\(text)"])
            }
            for subject in before.keys.sorted() where current[subject] == nil {
                try await recordAlert("capacity.clear", subject)
                logger.notice("capacity alert is over", metadata: ["subject": "\(subject)"])
            }
        } catch {
            guard !Task.isCancelled else { return }
            logger.warning("capacity was not checked", metadata: ["error": "\(error)"])
        }
    }

    private func recordAlert(_ action: String, _ subject: String) async throws {
        let name = AdminService.operatorName
        let tenant = try await parts.identities.tenant(name)?.id ?? name
        try await parts.repository.audit(
            AuditEntry(at: now(), tenant: tenant, actor: "scheduler", action: action, resource: subject)
        )
    }
}
