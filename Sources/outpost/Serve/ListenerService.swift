internal import Foundation
internal import NIOCore
internal import ServiceLifecycle
internal import SystemPackage

/// A part that listens, which says in people's words why it cannot.
struct ListenerService<Listener: Service>: Service {
    let listener: Listener
    /// Where it listens, such as `127.0.0.1:3000`.
    let address: String
    /// What to do where the address is not free or not allowed.
    let hint: String
    /// What has to listen before.
    var gate: ListenerGate?

    func run() async throws {
        if let gate, await !gate.pass() { return }
        do {
            try await listener.run()
        } catch let error as IOError {
            throw CommandFailure(.infrastructure, "cannot listen on \(address): \(reason(error))", hint: hint)
        } catch is SocketAddressError.UnknownHost {
            throw CommandFailure(.usage, "cannot listen on \(address): the name of the host is not known", hint: hint)
        }
    }

    private func reason(_ error: IOError) -> String {
        switch error.errnoCode {
        case EADDRINUSE: "another process listens there"
        case EACCES: "this user may not"
        case EADDRNOTAVAIL: "this host has no such address"
        default: Errno(rawValue: error.errnoCode).description
        }
    }
}
