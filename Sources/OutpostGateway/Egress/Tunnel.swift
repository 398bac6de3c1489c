internal import NIOCore
internal import NIOHTTP1

/// Two connections glued together: each side's bytes, and each side's end, go to the other.
struct Tunnel: Sendable {
    let client: Connection
    let upstream: Upstream

    /// Carries bytes both ways until both sides ended, or one is gone.
    func run() async {
        await withTaskCancellationHandler {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await outward() }
                group.addTask { await inward() }
            }
            try? await upstream.channel.close()
        } onCancel: {
            upstream.channel.close(promise: nil)
        }
    }

    private func outward() async {
        try? await upstream.inbox.whileOpen {
            while let bytes = try await client.nextRaw() { try await upstream.channel.writeAndFlush(bytes) }
        }
        try? await upstream.channel.close(mode: .output)
    }

    private func inward() async {
        try? await client.inbox.whileOpen {
            if upstream.early.readableBytes > 0 { try await client.channel.writeAndFlush(upstream.early) }
            while let bytes = try await upstream.inbox.next() { try await client.channel.writeAndFlush(bytes) }
        }
        try? await client.channel.close(mode: .output)
    }
}
