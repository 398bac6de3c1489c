internal import OutpostCore
internal import ServiceLifecycle

/// The sending of webhooks as a service: on shutdown what is under way is given up, and sent by the next one.
struct WebhookWorker: Service {
    let deliverer: WebhookDeliverer

    func run() async {
        await cancelWhenGracefulShutdown { await deliverer.run() }
    }
}
