internal import NIOCore
internal import OutpostCore

/// Lets a channel connect to addresses that may be reached, and to no others.
///
/// It stands in the pipeline, behind whatever resolved the name, so the address that is checked is the one that is
/// connected to, and every address of a name is checked.
final class ConnectGuard: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let check: AddressCheck

    init(_ check: AddressCheck) {
        self.check = check
    }

    func connect(context: ChannelHandlerContext, to address: SocketAddress, promise: EventLoopPromise<Void>?) {
        if let refusal = check.refusal(of: address.ipAddress ?? "") {
            promise?.fail(AddressRefused(refusal: refusal))
            return
        }
        context.connect(to: address, promise: promise)
    }
}

/// Decides whether a container may reach an address.
struct AddressCheck: Sendable {
    let allowsPrivate: Bool
    private let own: Set<IPAddress>

    /// Takes the addresses of this host, which count as its loopback.
    init(allowsPrivate: Bool, own: [String]) {
        self.allowsPrivate = allowsPrivate
        self.own = Set(own.compactMap { IPAddress($0)?.unmapped })
    }

    /// Why an address may not be reached; nil when it may.
    func refusal(of address: String) -> EgressRefusal? {
        guard let ip = IPAddress(address) else { return .closedAddress }
        let kind = AddressClass(ip)
        if kind == .global, !own.contains(ip.unmapped) { return nil }
        guard kind == .global || kind.canBeAllowed else { return .closedAddress }
        return allowsPrivate ? nil : .privateAddress
    }

    /// The same for a host that this host's proxy resolves: only what its name tells can be looked at.
    func refusalBehindProxy(of rule: EgressRule) -> EgressRefusal? {
        if rule.isLiteral { return refusal(of: rule.host) }
        return !rule.host.contains(".") || rule.host.hasSuffix(".localhost") ? .privateAddress : nil
    }
}

extension IPAddress {
    /// The IPv4 address of one that is mapped into IPv6; any other as it is.
    fileprivate var unmapped: IPAddress {
        let prefix = [UInt8](repeating: 0, count: 10) + [0xff, 0xff]
        return bytes.count == 16 && bytes.starts(with: prefix) ? IPAddress(bytes: Array(bytes.suffix(4))) : self
    }
}

/// The host's address belongs to a network that containers do not reach.
struct AddressRefused: Error {
    let refusal: EgressRefusal
}
