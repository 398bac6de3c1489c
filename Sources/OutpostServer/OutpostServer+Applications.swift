internal import Foundation
package import Hummingbird
internal import HummingbirdCore
internal import HummingbirdTLS
internal import Logging
internal import NIOCore

extension OutpostServer {
    /// The application on the configured address.
    ///
    /// - Throws: ``TLSFileError`` when certificate or key cannot be used.
    package func application(
        onServerRunning: @escaping @Sendable (any Channel) async -> Void = { _ in }
    ) throws -> some ApplicationProtocol {
        let pages = try Dashboard(self)
        return Application(
            router: router(for: routes, access: .keys(gate), dashboard: pages),
            server: try serverBuilder(),
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: configuration.port),
                backlog: 1024,
                availableConnectionsDelegate: MaximumAvailableConnections(
                    configuration.maximumConnections,
                    logger: logger
                )
            ),
            onServerRunning: onServerRunning,
            logger: logger
        )
    }

    /// All routes on a unix socket, without keys: whoever may open the socket may administrate, and act for every tenant.
    ///
    /// The socket's folder has to be private, because the socket gets its own permissions (0600) only after it was
    /// bound. One that an earlier process left is removed.
    ///
    /// - Parameters:
    ///   - socketPath: at most 107 bytes.
    ///   - onServerRunning: called when it listens.
    /// - Returns: the application, to be run as a service.
    package func adminApplication(
        socketPath: String,
        onServerRunning: @escaping @Sendable (any Channel) async -> Void = { _ in }
    ) -> some ApplicationProtocol {
        var application = Application(
            router: router(
                for: routes + localRoutes,
                access: .socket(LocalTenants(admin: admin))
            ),
            server: .http1(configuration: channelConfiguration),
            configuration: ApplicationConfiguration(address: .unixDomainSocket(path: socketPath)),
            onServerRunning: { channel in
                Self.makePrivate(socketPath, logger: logger)
                await onServerRunning(channel)
            },
            logger: logger
        )
        application.beforeServerStarts { try Self.removeSocket(socketPath) }
        return application
    }

    private static func removeSocket(_ path: String) throws {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
            attributes[.type] as? FileAttributeType == .typeSocket
        else { return }
        try FileManager.default.removeItem(atPath: path)
    }

    private static func makePrivate(_ path: String, logger: Logger) {
        do {
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        } catch {
            logger.error("the socket keeps its permissions", metadata: ["error": .string("\(error)")])
        }
    }

    private func serverBuilder() throws -> HTTPServerBuilder {
        let plain = HTTPServerBuilder.http1(configuration: channelConfiguration)
        guard let files = configuration.tls else { return plain }
        return try .tls(plain, tlsConfiguration: try files.configuration())
    }

    private var channelConfiguration: HTTP1Channel.Configuration {
        let (timeouts, now, makeRequestID) = (configuration.timeouts, now, makeRequestID)
        return HTTP1Channel.Configuration(
            additionalChannelHandlers: [
                ClientVersionHandler.Installer(), WriteStallGuard(limit: TimeAmount(timeouts.stalledWrite)),
                ContinueResponder(),
                RequestReadGuard(firstHead: TimeAmount(timeouts.firstHead), body: TimeAmount(timeouts.body)),
                ParserErrorResponder(now: now, makeRequestID: makeRequestID),
            ],
            idleTimeout: TimeAmount(timeouts.idle)
        )
    }
}
