internal import Foundation
internal import Hummingbird
internal import Logging
internal import NIOCore

/// The least that an HTTP server of our framework does: one route, no middleware, the same bytes for everybody.
enum BareRoute {
    /// Serves until the process is told to end.
    static func serve(_ body: Data) async throws {
        let buffer = ByteBuffer(bytes: body)
        let router = Router()
        router.get("/") { _, _ in
            Response(
                status: .ok,
                headers: [.contentType: "application/json; charset=utf-8"],
                body: ResponseBody(byteBuffer: buffer)
            )
        }
        var logger = Logger(label: "bare")
        logger.logLevel = .warning
        let application = Application(
            router: router,
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0), backlog: 1024),
            onServerRunning: { channel in
                OutpostBench.announce("http://127.0.0.1:\(channel.localAddress?.port ?? 0)/")
            },
            logger: logger
        )
        try await application.runService()
    }
}
