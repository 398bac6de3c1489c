internal import NIOCore

/// Lets a channel connect to addresses that may be reached, and to no others.
///
/// It stands in the pipeline, behind whatever resolved the name, so the address that is checked is the one that is
/// connected to, and every address of a name is checked.
final class ConnectGuard: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let allowsPrivate: Bool

    init(allowsPrivate: Bool) {
        self.allowsPrivate = allowsPrivate
    }

    func connect(context: ChannelHandlerContext, to address: SocketAddress, promise: EventLoopPromise<Void>?) {
        guard permits(address) else {
            promise?.fail(AddressRefused())
            return
        }
        context.connect(to: address, promise: promise)
    }

    private func permits(_ address: SocketAddress) -> Bool {
        guard let text = address.ipAddress, let ip = IPAddress(text) else { return false }
        let kind = AddressClass(ip)
        return kind == .global || (allowsPrivate && kind.canBeAllowed)
    }
}

/// The host's address belongs to a network that containers do not reach.
struct AddressRefused: Error {}
