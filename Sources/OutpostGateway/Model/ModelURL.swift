internal import OutpostCore

/// The provider's URL for a request to `/model/…`.
enum ModelURL {
    /// Joins a path and a query to the provider's base.
    ///
    /// - Parameters:
    ///   - base: the provider's base URL, without a trailing slash.
    ///   - path: what follows `/model`, still encoded: empty or with a leading slash.
    ///   - query: the request's query, still encoded.
    ///   - dialect: Gemini takes keys in the query, so they are removed there.
    ///   - token: the door's token; a parameter that carries it is removed.
    /// - Returns: the provider's URL.
    /// - Throws: ``Refusal`` 400 for a path that could leave the base.
    static func make(
        base: String,
        path: String,
        query: String?,
        dialect: ModelDialect,
        token: String
    ) throws -> String {
        guard isContained(path) else { throw Refusal(400, "BAD_REQUEST", "the path is not canonical") }
        let kept = query.map { cleaned($0, dialect: dialect, token: token) } ?? ""
        return base + path + (kept.isEmpty ? "" : "?\(kept)")
    }

    /// Tells whether no reading of the path, however often it is decoded, leaves the folder that it starts in.
    static func isContained(_ path: String) -> Bool {
        guard !path.utf8.contains(UInt8(ascii: "#")) else { return false }
        var text = path
        for _ in 0..<4 {
            // Bytes, because a combining mark would hide a slash from Swift's strings.
            let segments = text.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            if segments.contains(where: leavesFolder) || segments.dropLast().contains(where: \.isEmpty) { return false }
            if text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7f || $0 == UInt8(ascii: "\\") }) { return false }
            let decoded = PercentEncoding.decode(text)
            if decoded == text { return true }
            text = decoded
        }
        return false
    }

    private static func leavesFolder(_ segment: Substring.UTF8View) -> Bool {
        segment.elementsEqual(".".utf8) || segment.elementsEqual("..".utf8) || segment.starts(with: "..;".utf8)
    }

    private static func cleaned(_ query: String, dialect: ModelDialect, token: String) -> String {
        query.split(separator: "&", omittingEmptySubsequences: false).filter { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = PercentEncoding.decode(parts.first ?? "").lowercased()
            if dialect == .gemini, name == "key" || name == "access_token" { return false }
            return !PercentEncoding.decode(pair).contains(token)
        }.joined(separator: "&")
    }
}
