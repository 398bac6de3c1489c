/// A version of the Engine API, such as 1.41.
package struct APIVersion: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The part before the dot.
    package var major: Int
    /// The part after the dot; 1.9 comes before 1.41.
    package var minor: Int

    /// Creates a version from its parts.
    package init(_ major: Int, _ minor: Int) {
        self.major = major
        self.minor = minor
    }

    /// Reads "1.41"; nil for anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(Self.isDigit) }),
            let major = Int(parts[0]), let minor = Int(parts[1])
        else { return nil }
        self.init(major, minor)
    }

    /// The oldest version that this client speaks (Docker Engine 20.10).
    package static let oldest = APIVersion(1, 41)
    /// The newest version that this client speaks (Docker Engine 28.5).
    package static let newest = APIVersion(1, 51)

    /// Chooses the version for an engine that speaks up to `offered`.
    ///
    /// - Throws: `DockerError.unsupported` for an engine older than ``oldest``.
    package static func negotiated(offered: APIVersion) throws(DockerError) -> APIVersion {
        guard offered >= oldest else {
            throw .unsupported(
                "the engine speaks API \(offered); \(oldest) is needed (Docker Engine 20.10 or later)"
            )
        }
        return min(offered, newest)
    }

    /// Orders by number, not by text.
    package static func < (left: APIVersion, right: APIVersion) -> Bool {
        (left.major, left.minor) < (right.major, right.minor)
    }

    /// The form of paths and headers, "1.41".
    package var description: String { "\(major).\(minor)" }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
