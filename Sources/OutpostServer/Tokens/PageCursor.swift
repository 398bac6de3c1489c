internal import OutpostCore

/// The place of a page in a list of dispatches: the oldest one that was seen.
enum PageCursor {
    static func encode(_ id: DispatchID) -> String { Base64URL.encode("before:" + id.text) }

    static func decode(_ text: String) -> DispatchID? {
        guard text.utf8.count <= 64, let plain = Base64URL.decode(text), plain.hasPrefix("before:") else { return nil }
        return DispatchID(String(plain.dropFirst("before:".count)))
    }
}
