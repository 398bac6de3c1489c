internal import CurlHTTP
internal import Foundation
internal import Logging
internal import NIOPosix
internal import OutpostCore
internal import OutpostGateway
internal import Testing

/// An open door with a client for it.
struct DoorFixture: Sendable {
    static let token = DoorToken(value: "otk_throwaway")
    static let bootToken = DoorToken(value: "otk_boot")
    static let credential = "sk-real-provider-key"

    let address: DoorAddress
    let client: CurlClient

    /// A call with the door's token, or with the given headers alone.
    func call(
        _ method: String,
        _ path: String,
        headers: CurlHeaders = ["authorization": "Bearer otk_throwaway"],
        body: CurlRequest.Body = .none
    ) async throws -> CollectedResponse {
        try await client.collect(request(method, path, headers: headers, body: body))
    }

    /// Makes such a call and checks the status of its answer.
    func expect(
        _ status: Int,
        _ method: String,
        _ path: String,
        headers: CurlHeaders = ["authorization": "Bearer otk_throwaway"],
        body: CurlRequest.Body = .none,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let answer = try await call(method, path, headers: headers, body: body)
        #expect(answer.status == status, sourceLocation: sourceLocation)
    }

    /// A request as ``call(_:_:headers:body:)`` sends it.
    func request(
        _ method: String,
        _ path: String,
        headers: CurlHeaders = ["authorization": "Bearer otk_throwaway"],
        body: CurlRequest.Body = .none
    ) -> CurlRequest {
        var request = CurlRequest(method: method, url: "http://127.0.0.1:3128\(path)", headers: headers, body: body)
        switch address {
        case .unixSocket(let socket): request.unixSocketPath = socket
        case .tcp(let host, let port): request.url = "http://\(host):\(port)\(path)"
        }
        return request
    }

    var socketPath: String {
        if case .unixSocket(let path) = address { path } else { "" }
    }
}

extension CollectedResponse {
    var text: String { String(decoding: body, as: UTF8.self) }

    /// The code of the door's own errors.
    var errorCode: String? {
        struct Document: Decodable {
            struct Detail: Decodable { var code: String }
            var error: Detail
        }
        return try? JSONDecoder().decode(Document.self, from: Data(body)).error.code
    }
}

/// What a test's door differs in from the plainest one.
struct DoorOptions: Sendable {
    var model: ModelRoute?
    var repository: RepositoryRoute?
    var egress = EgressAccess.closed
    var network = EgressNetwork()
    var maximumArtifactBytes = 1 << 30
    var token = DoorFixture.token
    var overTCP = false
    /// A gateway that several doors share, in place of one of the door's own.
    var gateway: Gateway?
    /// A socket path in place of one in a folder of its own.
    var socketPath: String?
}

extension Gateway {
    /// A gateway for tests; it says nothing where it is not told to whom.
    static func make(
        curl: CurlClient,
        network: EgressNetwork = EgressNetwork(),
        ssh: SSHPlace = .test,
        maximumMirrorBytes: Int = 10 << 30,
        waitingPatience: Duration = .seconds(60),
        logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    ) -> Gateway {
        Gateway(
            curl: curl,
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            logger: logger,
            network: network,
            ssh: ssh,
            maximumMirrorBytes: maximumMirrorBytes,
            waitingPatience: waitingPatience
        )
    }
}

/// Serves a door on a socket of its own while `body` runs.
func withDoor<R: Sendable>(
    _ options: DoorOptions = DoorOptions(),
    delegate: RecordingDelegate = RecordingDelegate(),
    _ body: @Sendable (DoorFixture) async throws -> R
) async throws -> R {
    try await withScratchFolder { folder in
        let client = CurlClient()
        let gateway = options.gateway ?? .make(curl: client, network: options.network)
        let listener: DoorListener =
            options.overTCP
            ? .tcp(host: "127.0.0.1", port: 0, bootToken: DoorFixture.bootToken)
            : .unixSocket(path: options.socketPath ?? "\(folder)/door.sock")
        let configuration = DoorConfiguration(
            dispatch: try requireID("01JZZZZZZZZZZZZZZZZZZZZZZZ"),
            listener: listener,
            job: Job(task: "fix it", secrets: ["TOKEN": "s3cret"]),
            token: options.token,
            model: options.model,
            repository: options.repository,
            egress: options.egress,
            maximumArtifactBytes: options.maximumArtifactBytes
        )
        let result: R
        do {
            result = try await gateway.withDoor(configuration, delegate: delegate) { address in
                try await body(DoorFixture(address: address, client: client))
            }
        } catch {
            await client.shutdown()
            throw error
        }
        await client.shutdown()
        return result
    }
}

/// A fresh folder with a short path, gone afterwards.
func withScratchFolder<R>(_ body: (String) async throws -> R) async throws -> R {
    let folder = "/tmp/x-\(UUID().uuidString.prefix(8))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try await body(folder)
}

private func requireID(_ text: String) throws -> DispatchID {
    guard let id = DispatchID(text) else { throw CocoaError(.coderInvalidValue) }
    return id
}
