internal import OutpostCore
internal import OutpostGateway
internal import ServiceLifecycle

/// The making of mirrors as a service: on shutdown one that is under way is given up.
struct MirrorService: Service {
    let gateway: Gateway
    let dispatcher: Dispatcher

    func run() async {
        await cancelWhenGracefulShutdown {
            await gateway.fillMirrors { url, access in await dispatcher.mayMirror(url, by: access) }
        }
    }
}
