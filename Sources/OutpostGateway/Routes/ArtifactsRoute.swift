internal import Foundation
internal import Logging
internal import NIOCore
internal import OutpostCore
internal import Synchronization
internal import SystemPackage

/// `PUT /outpost/v1/artifacts`: the artifacts as one tar stream, read no faster than they are stored.
struct ArtifactsRoute: DoorRoute {
    let door: Door

    func respond(to exchange: Exchange) async throws {
        let limit = door.configuration.maximumArtifactBytes
        if let length = exchange.body.length, length > limit {
            throw Self.refusal(for: ArtifactRejection.tooLarge(limit: limit))
        }
        let stream = Self.limited(exchange.body, to: limit)
        do {
            try await exchange.whileConnected { try await door.delegate.receiveArtifacts(stream) }
        } catch let error as ClientGone {
            throw error
        } catch let error as CancellationError {
            throw error
        } catch {
            if !(error is ArtifactRejection) {
                door.logger.error("artifacts could not be stored", metadata: ["error": "\(error)"])
            }
            throw Self.refusal(for: error)
        }
        try await exchange.replyEmpty()
    }

    private static func limited(
        _ body: RequestBody,
        to limit: Int
    ) -> AsyncThrowingStream<[UInt8], any Error> {
        let received = Mutex(0)
        return AsyncThrowingStream {
            guard let piece = try await body.next() else { return nil }
            let total = received.withLock { received in
                received += piece.readableBytes
                return received
            }
            guard total <= limit else { throw ArtifactRejection.tooLarge(limit: limit) }
            return Array(piece.readableBytesView)
        }
    }

    private static func refusal(for error: any Error) -> Refusal {
        switch error {
        case ArtifactRejection.tooLarge(let limit):
            Refusal(413, "TOO_LARGE", "the artifacts are larger than allowed (\(limit))")
        case ArtifactRejection.malformed(let detail):
            Refusal(422, "MALFORMED", detail)
        case Errno.noSpace, Errno.diskQuotaExceeded:
            Refusal(507, "NO_SPACE", "there is no space left for the artifacts")
        case let error as CocoaError where error.code == .fileWriteOutOfSpace:
            Refusal(507, "NO_SPACE", "there is no space left for the artifacts")
        default:
            Refusal(500, "INTERNAL", "the artifacts could not be stored")
        }
    }
}
