/// Names of environment variables and secrets.
package enum EnvironmentName {
    /// Names that the runtime or the loader gives a meaning to; neither an agent nor a request may set them.
    private static let reserved: Set<String> = [
        "PATH", "HOME", "SHELL", "USER", "IFS", "ENV", "BASH_ENV", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY",
        "LD_PRELOAD", "LD_LIBRARY_PATH", "LD_AUDIT",
    ]

    /// `^[A-Za-z_][A-Za-z0-9_]{0,127}$`, so that a name is a safe file name and a safe shell name.
    package static func isWellFormed(_ name: String) -> Bool {
        guard let first = name.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else {
            return false
        }
        return name.utf8.count <= 128
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }

    /// Whether an agent or a request may set the variable: well formed, not reserved, not in our own `OUTPOST_` space.
    package static func isAllowed(_ name: String) -> Bool {
        let upper = name.uppercased()
        return isWellFormed(name) && !reserved.contains(upper) && !upper.hasPrefix("OUTPOST_")
    }
}
