internal import Foundation
internal import OutpostCore

/// The one place where identifiers and secrets come from: the system's CSPRNG and its clock.
enum Generator {
    static func dispatchID() -> DispatchID {
        var generator = SystemRandomNumberGenerator()
        return DispatchID(milliseconds: UInt64(Date().timeIntervalSince1970 * 1000), using: &generator)
    }

    static func token() -> DoorToken {
        var generator = SystemRandomNumberGenerator()
        return DoorToken.random(using: &generator)
    }

    static func apiKey() -> APIKeySecret {
        var generator = SystemRandomNumberGenerator()
        return APIKeySecret.random(using: &generator)
    }

    static func uuid() -> String { UUID().uuidString.lowercased() }
}
