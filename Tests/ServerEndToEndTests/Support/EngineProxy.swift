internal import Foundation
internal import Subprocess
internal import TestSupport
internal import Testing

#if canImport(System)
    internal import System
#else
    internal import SystemPackage
#endif

/// A socket before the engine's, which can be taken away with every connection that goes over it.
struct EngineProxy: Sendable {
    /// Where it listens.
    let socket: String

    private static let script = #"""
        import asyncio, os, sys

        async def pump(reader, writer):
            try:
                while piece := await reader.read(65536):
                    writer.write(piece)
                    await writer.drain()
                if writer.can_write_eof():
                    writer.write_eof()
            except OSError:
                writer.close()

        async def serve(reader, writer):
            inside, outside = await asyncio.open_unix_connection(sys.argv[2])
            await asyncio.gather(pump(reader, outside), pump(inside, writer))
            outside.close()
            writer.close()

        async def main():
            if os.path.exists(sys.argv[1]):
                os.unlink(sys.argv[1])
            server = await asyncio.start_unix_server(serve, sys.argv[1])
            print("listening", flush=True)
            await server.serve_forever()

        asyncio.run(main())
        """#

    /// Listens while `body` runs; afterwards nothing answers any more, and every connection is cut.
    ///
    /// - Parameters:
    ///   - other: the socket of an engine to be reached instead of the one that these tests use.
    ///   - body: what runs meanwhile.
    /// - Throws: what the body throws, or when the proxy does not run.
    func listen(before other: String? = nil, _ body: () async throws -> Void) async throws {
        let engine = ProcessInfo.processInfo.environment["DOCKER_HOST"] ?? "unix:///var/run/docker.sock"
        try #require(engine.hasPrefix("unix://"))
        var platform = PlatformOptions()
        platform.teardownSequence = [.send(signal: .kill, allowedDurationToNextStep: .seconds(1))]
        _ = try await Subprocess.run(
            .name("python3"),
            arguments: ["-c", Self.script, socket, other ?? String(engine.dropFirst("unix://".count))],
            platformOptions: platform,
            input: .none,
            output: .sequence,
            error: .discarded
        ) { execution in
            var pieces = execution.standardOutput.makeAsyncIterator()
            _ = try #require(try await pieces.next())
            try await body()
            try execution.send(signal: .kill)
        }
    }
}
