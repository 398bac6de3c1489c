internal import Logging
internal import NIOCore

/// Answers what comes in at a socket.
protocol ExchangeHost: Sendable {
    var logger: Logger { get }

    /// Answers one request, whatever happens; what cannot be answered any more is cut off by the connection.
    func respond(to exchange: Exchange) async
}

extension Exchange {
    /// Runs what answers the request, and tells the container what it throws.
    func answer(_ logger: Logger, _ body: () async throws -> Void) async {
        do {
            try await body()
        } catch let refusal as Refusal {
            try? await refuse(refusal)
        } catch is ClientGone, is ChannelError, is IOError {
            logger.debug("client went away")
        } catch is CancellationError {
            logger.debug("door closed during an exchange")
        } catch {
            logger.warning("exchange failed", metadata: ["error.type": "\(type(of: error))"])
            try? await refuse(Refusal(500, "INTERNAL", "the gateway failed to answer"))
        }
    }
}
