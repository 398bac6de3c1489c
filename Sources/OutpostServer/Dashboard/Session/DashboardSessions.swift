internal import Foundation
internal import OutpostCore
internal import Synchronization

/// A browser that signed in with a key.
struct DashboardSession: Sendable, Hashable {
    /// What the cookie holds.
    let id: String
    /// Finds the key again on each request; the key itself is not kept.
    let keyHash: String
    /// What each form of the session carries.
    let formToken: String
    let startedAt: Date
    var lastUsedAt: Date
}

/// The browsers that are signed in, in memory: a restart signs everybody out.
final class DashboardSessions: Sendable {
    /// Seconds after which a session ends, however busy it is.
    static let lifetime: TimeInterval = 12 * 3600
    /// Seconds after which one that is not used ends.
    static let idleLimit: TimeInterval = 3600

    /// Sessions of one key: it cannot end others' by signing in again and again.
    static let mostOfKey = 50

    private let sessions = Mutex<[String: DashboardSession]>([:])
    private let capacity: Int
    private let makeToken: @Sendable () -> String

    /// - Parameters:
    ///   - capacity: sessions at once; the one that was not used for longest ends for a new one.
    ///   - makeToken: makes a text that nobody can guess.
    init(capacity: Int = 10_000, makeToken: @escaping @Sendable () -> String) {
        self.capacity = capacity
        self.makeToken = makeToken
    }

    func start(keyHash: String, at now: Date) -> DashboardSession {
        let session = DashboardSession(
            id: makeToken(),
            keyHash: keyHash,
            formToken: makeToken(),
            startedAt: now,
            lastUsedAt: now
        )
        sessions.withLock { sessions in
            let own = sessions.values.filter { $0.keyHash == keyHash }
            if own.count >= Self.mostOfKey, let oldest = own.min(by: { $0.lastUsedAt < $1.lastUsedAt }) {
                sessions[oldest.id] = nil
            }
            if sessions.count >= capacity { sessions = sessions.filter { Self.isGood($0.value, at: now) } }
            while sessions.count >= capacity,
                let oldest = sessions.min(by: { $0.value.lastUsedAt < $1.value.lastUsedAt })
            {
                sessions[oldest.key] = nil
            }
            sessions[session.id] = session
        }
        return session
    }

    /// Looks a session up.
    ///
    /// - Parameters:
    ///   - id: of the session.
    ///   - now: when it is asked for.
    ///   - counts: whether that is use of it: a page that refreshes itself is not.
    /// - Returns: the session; nil when there is none, or none any more.
    func use(_ id: String, at now: Date, counts: Bool = true) -> DashboardSession? {
        sessions.withLock { sessions in
            guard var session = sessions[id] else { return nil }
            guard Self.isGood(session, at: now) else {
                sessions[id] = nil
                return nil
            }
            guard counts else { return session }
            session.lastUsedAt = max(now, session.lastUsedAt)
            sessions[id] = session
            return session
        }
    }

    /// Whether there is such a session still; asking is no use of it.
    func isGood(_ id: String, at now: Date) -> Bool { use(id, at: now, counts: false) != nil }

    func end(_ id: String) { sessions.withLock { $0[id] = nil } }

    private static func isGood(_ session: DashboardSession, at now: Date) -> Bool {
        now.timeIntervalSince(session.startedAt) < lifetime && now.timeIntervalSince(session.lastUsedAt) < idleLimit
    }
}

/// Texts that nobody can guess.
package enum SessionToken {
    /// 256 random bits, in lower-case hexadecimal.
    package static func random() -> String {
        var generator = SystemRandomNumberGenerator()
        return (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }.hexadecimal
    }
}
