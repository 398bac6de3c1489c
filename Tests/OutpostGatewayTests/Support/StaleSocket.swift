internal import Foundation
internal import NIOCore
internal import NIOPosix

/// Leaves a socket file as a killed process does: bound once, with nobody behind it.
func leaveSocketBehind(at path: String) async throws {
    let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .bind(unixDomainSocketPath: "\(path)0")
        .get()
    // A second name stays when the server takes its own away.
    try FileManager.default.linkItem(atPath: "\(path)0", toPath: path)
    try await server.close()
}
