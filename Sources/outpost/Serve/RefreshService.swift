internal import OutpostCore
internal import ServiceLifecycle

/// The refreshes of secrets as a service: on shutdown one that is under way is given up, and the old value stays.
struct RefreshService: Service {
    let refresher: SecretRefresher

    func run() async {
        await cancelWhenGracefulShutdown { await refresher.run() }
    }
}
