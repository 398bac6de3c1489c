internal import NIOCore
internal import NIOPosix

/// Answers one name from a list, in place of the system's resolver.
struct HostsResolver: Resolver, Sendable {
    let addresses: [String]
    let eventLoop: any EventLoop

    func initiateAQuery(host: String, port: Int) -> EventLoopFuture<[SocketAddress]> {
        answer(port: port) { !$0.contains(":") }
    }

    func initiateAAAAQuery(host: String, port: Int) -> EventLoopFuture<[SocketAddress]> {
        answer(port: port) { $0.contains(":") }
    }

    func cancelQueries() {}

    private func answer(port: Int, where isWanted: (String) -> Bool) -> EventLoopFuture<[SocketAddress]> {
        eventLoop.makeSucceededFuture(
            addresses.filter(isWanted).compactMap { try? SocketAddress(ipAddress: $0, port: port) }
        )
    }
}
