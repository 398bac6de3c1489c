/// A published defect of a part of the engine.
struct KnownDefect: Sendable {
    /// The part, by the name that the engine's version has for it.
    let component: String
    let sources: [String]
    /// The first release with the repair, of each branch that has one.
    let fixedIn: [String]
    /// Packages of distributions that have the repair under an older number.
    var backports: [String] = []
    let level: PreflightFinding.Level
    /// What it allows.
    let effect: String

    /// In the order in which they are reported.
    static let all = [
        KnownDefect(
            component: "runc",
            sources: ["CVE-2024-21626"],
            fixedIn: ["1.1.12"],
            backports: ["1.1.5+ds1-1+deb12u1"],
            level: .warning,
            effect: "an image or a working directory can reach the host's files through a leaked descriptor"
        ),
        KnownDefect(
            component: "runc",
            sources: ["CVE-2025-31133", "CVE-2025-52565", "CVE-2025-52881"],
            fixedIn: ["1.2.8", "1.3.3"],
            level: .warning,
            effect: "races on masked files and mounts let a container write to the host's /proc"
        ),
        KnownDefect(
            component: "runc",
            sources: ["CVE-2024-45310"],
            fixedIn: ["1.1.14"],
            level: .note,
            effect: "containers that share a volume can make empty files on the host"
        ),
        KnownDefect(
            component: "Engine",
            sources: ["CVE-2026-41567", "CVE-2026-41568", "CVE-2026-42306"],
            fixedIn: ["29.5.1"],
            level: .note,
            effect:
                "copying archives into and out of containers can be turned against the host; Outpost never does that"
        ),
        KnownDefect(
            component: "Engine",
            sources: ["CVE-2024-29018"],
            fixedIn: ["23.0.11", "25.0.5", "26.0.0"],
            level: .note,
            effect: "names can be looked up from internal networks: it concerns a door over TCP, not the socket"
        ),
    ]

    /// Whether a version has it; a version that cannot be read is taken to have it.
    func affects(_ version: String) -> Bool {
        guard !backports.contains(version) else { return false }
        guard let own = Self.numbers(version) else { return true }
        let repairs = fixedIn.compactMap(Self.numbers)
        let isRepaired = repairs.contains { repair in
            let isBranch = own.prefix(2).elementsEqual(repair.prefix(2))
            return isBranch && !own.lexicographicallyPrecedes(repair)
        }
        guard !isRepaired, let newest = repairs.max(by: { $0.lexicographicallyPrecedes($1) }) else { return false }
        return own.lexicographicallyPrecedes(newest)
    }

    /// The three numbers of a version; what a distribution adds says nothing about their order.
    static func numbers(_ version: String) -> [Int]? {
        let digits = version.drop { $0 == "v" }.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        let numbers = digits.split(separator: ".").prefix(3).compactMap { Int($0) }
        guard numbers.count >= 2 else { return nil }
        return numbers.count == 3 ? numbers : numbers + [0]
    }
}
