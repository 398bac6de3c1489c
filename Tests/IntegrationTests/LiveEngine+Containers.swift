internal import DockerEngine
internal import Testing

/// What a container wrote and left with.
struct RunResult {
    var stdout: [UInt8] = []
    var stderr: [UInt8] = []
    var frames = 0
    var exitCode = -1
    var inspect: ContainerInspect?

    var output: String { String(decoding: stdout, as: UTF8.self) }
    var errors: String { String(decoding: stderr, as: UTF8.self) }
}

extension LiveEngine {
    /// The engine of the suite, in a test.
    static func required() throws -> LiveEngine {
        try #require(current)
    }

    /// Creates a networkless container that runs a shell script, and returns its id.
    func create(
        _ script: String,
        name: String = unique("outpost-test"),
        _ change: (inout ContainerCreateBody) -> Void = { _ in }
    ) async throws -> String {
        var config = ContainerConfig(image: image, labels: labels)
        config.networkDisabled = true
        config.entrypoint = ["/bin/sh", "-c", script]
        var host = HostConfig()
        host.usesInit = true
        // As in a dispatch's container: Podman does not know the other.
        host.networkMode = "none"
        var body = ContainerCreateBody(config: config, hostConfig: host)
        change(&body)
        return try await client.createContainer(name: name, body: body).id
    }

    /// Runs a script in the order that loses nothing: create, attach, start, read to the end, wait, inspect, remove.
    func run(
        _ script: String,
        _ change: (inout ContainerCreateBody) -> Void = { _ in }
    ) async throws -> RunResult {
        let id = try await create(script, change)
        let output = try await client.attachOutput(id)
        try await client.startContainer(id)
        var result = RunResult()
        for try await frame in output {
            result.frames += 1
            switch frame.stream {
            case .stdout: result.stdout += frame.bytes
            case .stderr: result.stderr += frame.bytes
            }
        }
        result.exitCode = try await client.waitContainer(id).statusCode
        result.inspect = try await client.inspectContainer(id)
        try await client.removeContainer(id)
        return result
    }
}
