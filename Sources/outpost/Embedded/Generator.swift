internal import Foundation
internal import OutpostCore

/// The one place where identifiers and secrets come from: the system's CSPRNG and its clock.
enum Generator {
    static func dispatchID() -> DispatchID {
        var generator = SystemRandomNumberGenerator()
        return DispatchID(milliseconds: UInt64(Date().timeIntervalSince1970 * 1000), using: &generator)
    }

    static func warmID() -> WarmID {
        var generator = SystemRandomNumberGenerator()
        return WarmID(milliseconds: UInt64(Date().timeIntervalSince1970 * 1000), using: &generator)
    }

    /// A key of 256 bits.
    static func key() -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }

    static func apiKey() -> APIKeySecret {
        var generator = SystemRandomNumberGenerator()
        return APIKeySecret.random(using: &generator)
    }

    static func workspaceID() -> WorkspaceID { WorkspaceID(UUID()) }

    static func uuid() -> String { UUID().uuidString.lowercased() }
}
