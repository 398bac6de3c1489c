internal import NIOCore
internal import NIOPosix
internal import OutpostCore

extension EgressNetwork {
    /// The first address of a host, as ``lookup`` or the system's resolver has it; nil when it is not found.
    ///
    /// - Throws: `CancellationError`.
    func address(of rule: EgressRule) async throws -> String? {
        if let known = lookup(rule.host)?.first { return known }
        do {
            return try await NIOThreadPool.singleton.runIfActive {
                try SocketAddress.makeAddressResolvingHost(rule.host, port: rule.port).ipAddress
            }
        } catch {
            try Task.checkCancellation()
            return nil
        }
    }
}
