internal import Logging
internal import NIOCore
internal import NIOHTTP1

/// One connection of a container to its door: HTTP/1.1 requests, one after the other.
struct Connection: Sendable {
    let channel: any Channel
    let inbox: Inbox<HTTPServerRequestPart>

    /// Sets the channel up for HTTP; called on its event loop.
    ///
    /// Half-closing stays off: a relay passes its client's leaving on as the end of input, so the end of input is taken
    /// for the client's end, and what was done for it stops at once.
    static func configure(_ channel: any Channel) throws -> Connection {
        let inbox = Inbox<HTTPServerRequestPart>(channel: channel)
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderFieldSize = 32 << 10
        limits.maxHeaderListSize = 128 << 10
        var framing = HTTPResponseEncoder.Configuration()
        framing.automaticallySetFramingHeaders = false
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(HTTPResponseEncoder(configuration: framing), name: HandlerName.encoder)
        try pipeline.addHandler(
            ByteToMessageHandler(
                HTTPRequestDecoder(leftOverBytesStrategy: .forwardBytes, limitConfiguration: limits)
            ),
            name: HandlerName.decoder
        )
        try pipeline.addHandler(InboxHandler(inbox))
        return Connection(channel: channel, inbox: inbox)
    }

    /// Serves requests until one side closes or the task is cancelled.
    func serve(_ host: any ExchangeHost) async {
        await withTaskCancellationHandler {
            do {
                while try await serveOne(host) {}
            } catch {
                host.logger.debug("connection ended", metadata: ["error.type": "\(type(of: error))"])
            }
            try? await channel.close()
        } onCancel: {
            channel.close(promise: nil)
        }
    }

    /// Serves one request; false when the connection cannot carry another.
    private func serveOne(_ host: any ExchangeHost) async throws -> Bool {
        let head: HTTPRequestHead
        do {
            guard case .head(let first)? = try await inbox.next() else { return false }
            head = first
        } catch is HTTPParserError {
            let exchange = Exchange(head: .unreadable, connection: self)
            try await exchange.refuse(Refusal(400, "BAD_REQUEST", "the request is not HTTP/1.1"))
            return false
        }
        let exchange = Exchange(head: head, connection: self)
        await host.respond(to: exchange)
        return try await exchange.conclude()
    }
}

/// Names of the pipeline's handlers, for taking them out again.
enum HandlerName {
    static let encoder = "http-encoder"
    static let decoder = "http-decoder"
}

extension HTTPRequestHead {
    /// Stands in for a head that could not be parsed, so that there is something to answer.
    fileprivate static let unreadable = HTTPRequestHead(
        version: .http1_1,
        method: .GET,
        uri: "/",
        headers: ["connection": "close"]
    )
}
