package import Foundation

/// Whether a key works, its tenant aside.
package enum APIKeyStatus: String, Sendable, Hashable, CaseIterable {
    /// It does.
    case active
    /// Its time is over.
    case expired
    /// Somebody took it back.
    case revoked
}

extension APIKey {
    /// Whether the key works at that time.
    package func status(at now: Date) -> APIKeyStatus {
        if revokedAt != nil { return .revoked }
        if let expiresAt, expiresAt <= now { return .expired }
        return .active
    }
}
