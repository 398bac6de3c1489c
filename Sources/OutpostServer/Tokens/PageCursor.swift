internal import Foundation
internal import OutpostCore

/// The place of a page in a list of dispatches: the oldest one that was seen.
enum PageCursor {
    static func encode(_ id: DispatchID) -> String { Base64URL.encode("before:" + id.text) }

    static func decode(_ text: String) -> DispatchID? {
        guard text.utf8.count <= 64, let plain = Base64URL.decode(text), plain.hasPrefix("before:") else { return nil }
        return DispatchID(String(plain.dropFirst("before:".count)))
    }

    /// The place of a page in a list of workspaces.
    static func encode(_ cursor: WorkspaceCursor) -> String {
        let time = String(cursor.createdAt.timeIntervalSince1970.bitPattern, radix: 16)
        return Base64URL.encode("after:\(time):\(cursor.id)")
    }

    static func decodeWorkspace(_ text: String) -> WorkspaceCursor? {
        guard text.utf8.count <= 96, let plain = Base64URL.decode(text) else { return nil }
        let parts = plain.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "after", let bits = UInt64(parts[1], radix: 16),
            let id = WorkspaceID(String(parts[2]))
        else { return nil }
        let seconds = Double(bitPattern: bits)
        guard seconds.isFinite else { return nil }
        return WorkspaceCursor(createdAt: Date(timeIntervalSince1970: seconds), id: id)
    }
}
