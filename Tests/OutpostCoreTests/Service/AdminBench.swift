internal import Foundation
internal import OutpostCore
internal import Synchronization
internal import TestSupport

/// An administration whose ids count and whose clock stands still.
struct AdminBench {
    let identities = MemoryIdentities()
    let service: AdminService

    init(now: Date = Samples.epoch) {
        let source = Source()
        service = AdminService(
            identities: identities,
            now: { now },
            makeID: source.makeID,
            makeSecret: source.makeSecret
        )
    }

    /// The audit trail, a line a row.
    var actions: [String] {
        identities.entries.map { "\($0.action) \($0.resource) of \($0.tenant) by \($0.actor)" }
    }

    private final class Source: Sendable {
        private let state = Mutex((count: 0, generator: SeededGenerator(seed: 7)))

        func makeID() -> String {
            state.withLock { state in
                state.count += 1
                return "id\(state.count)"
            }
        }

        func makeSecret() -> APIKeySecret {
            state.withLock { APIKeySecret.random(using: &$0.generator) }
        }
    }
}
