package import OutpostCore

extension Gateway: DoorKeeper {
    package func withDoor<Result: Sendable>(
        _ configuration: DoorConfiguration,
        delegate: any DoorDelegate,
        _ body: @Sendable (OutpostCore.DoorAddress) async throws -> Result
    ) async throws -> Result {
        try await withDoor(configuration, delegate: delegate) { (door: OpenDoor) in
            switch door.address {
            case .unixSocket(let path): try await body(.unixSocket(path: path))
            case .tcp(let host, let port): try await body(.tcp(host: host, port: port))
            }
        }
    }
}
