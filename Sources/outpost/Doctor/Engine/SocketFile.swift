internal import Foundation

/// The file of a unix socket, as this user sees it.
struct SocketFile {
    let path: String

    /// What keeps this user from connecting; nil where nothing about the file does.
    var obstacle: EngineAttempt.Outcome? {
        let files = FileManager.default
        do {
            let attributes = try files.attributesOfItem(
                atPath: URL(fileURLWithPath: path).resolvingSymlinksInPath().path
            )
            guard !files.isReadableFile(atPath: path) || !files.isWritableFile(atPath: path) else { return nil }
            return .denied(
                owner: name(attributes[.ownerAccountName], attributes[.ownerAccountID]),
                group: name(attributes[.groupOwnerAccountName], attributes[.groupOwnerAccountID])
            )
        } catch CocoaError.fileReadNoPermission {
            // A folder on the way is closed to this user.
            return .denied(owner: "", group: "")
        } catch {
            return .absent
        }
    }

    private func name(_ name: Any?, _ id: Any?) -> String {
        (name as? String) ?? (id as? NSNumber).map { "\($0)" } ?? ""
    }
}
