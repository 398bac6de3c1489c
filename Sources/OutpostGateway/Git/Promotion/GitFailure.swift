internal import OutpostCore

/// What git said when it failed.
struct GitFailure {
    private let lines: [Substring]

    private static let longestReason = 200

    init(_ error: String) {
        lines = error.split(separator: "\n")
    }

    /// Its first word of complaint, printable and short: a part of it may be the remote host's.
    var reason: String {
        let marks = ["remote: error:", " ! [", "error:", "fatal:"]
        let line = marks.lazy.compactMap { mark in lines.first { $0.hasPrefix(mark) } }.first ?? lines.last ?? ""
        var text = String(line)
        for prefix in ["remote: ", "error: ", "fatal: "] where text.hasPrefix(prefix) {
            text.removeFirst(prefix.count)
        }
        let printable = text.unicodeScalars.filter { $0.value >= 32 && $0.value != 127 }
        let short = String(String.UnicodeScalarView(printable)).prefix(Self.longestReason)
        return short.isEmpty ? "git gave no reason" : String(short)
    }

    /// Whether the other side lacks what was asked for, though it talked to us.
    var isMissingObject: Bool {
        says("not our ref") || says("Server does not allow request for unadvertised object") || says("remote ref")
    }

    /// Whether a push failed for lack of the commits before the start.
    var wantsHistory: Bool { says("shallow update not allowed") }

    private static let remedy = "; the tenant's git credential has to allow reading and writing"

    /// The failure of a talk with the repository's host.
    var promotionError: PromotionError {
        let refusals = [
            "Authentication failed", "could not read Username", "returned error: 4", "not found", "rejected",
            "pre-receive", "denied", "redirect", "not exported", "not valid: is this a git repository",
        ]
        return refusals.contains(where: says) ? .refused(reason + Self.remedy) : .unreachable(reason)
    }

    private func says(_ words: String) -> Bool {
        lines.contains { $0.contains(words) }
    }
}
