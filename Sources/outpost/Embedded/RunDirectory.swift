internal import Foundation
internal import OutpostCore
internal import OutpostStore

/// The place of one run without a server: an instance of its own, so that runs do not wait for each other.
///
/// `<data directory>/runs/<ULID>/` is a data directory like a server's, with its own lock and database.
struct RunDirectory: Sendable {
    let id: DispatchID
    let data: DataDirectory
    /// The door's directory; it is bound into the container, so others may enter it, but its parent is ours alone.
    let door: String

    /// Bytes of the longest path of a unix socket, less some room.
    private static let longestSocketPath = 100

    /// - Throws: ``CommandFailure`` naming the data directory when it cannot be used.
    init(id: DispatchID, below dataDirectory: String) throws {
        do {
            try self.init(making: id, below: dataDirectory)
        } catch let error as CocoaError {
            throw CommandFailure(
                .storage,
                "the data directory \(dataDirectory) cannot be used: \(error.localizedDescription)",
                hint: "name another one with --data-dir"
            )
        }
    }

    private init(making id: DispatchID, below dataDirectory: String) throws {
        self.id = id
        data = try DataDirectory(creating: "\(dataDirectory)/runs/\(id)")
        let near = data.path + "/door"
        if (near + "/door.sock").utf8.count <= Self.longestSocketPath {
            door = near
        } else {
            let far = try DataDirectory(creating: Self.far(id))
            door = far.path + "/door"
        }
        try FileManager.default.createDirectory(
            atPath: door,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o755]
        )
    }

    var artifacts: String { Self.artifacts(in: data) }
    var instance: InstanceID { InstanceID(id.text) }

    /// Where a run's artifacts are found: a folder, or a link to the one that its user named.
    static func artifacts(in data: DataDirectory) -> String { data.path + "/artifacts" }

    /// Notes the folder that the user named for the artifacts, for the commands that come later.
    ///
    /// - Throws: `CocoaError`.
    func note(artifacts folder: String) throws {
        try FileManager.default.createSymbolicLink(atPath: artifacts, withDestinationPath: folder)
    }

    /// Removes what only a running dispatch needs.
    func discardTemporaries() {
        for path in [door, Self.far(id), data.temporary] { try? FileManager.default.removeItem(atPath: path) }
    }

    /// Whether a run has not discarded its temporaries: it is going on, or its process was killed.
    static func hasTemporaries(_ id: DispatchID, below dataDirectory: String) -> Bool {
        FileManager.default.fileExists(atPath: "\(dataDirectory)/runs/\(id)/tmp")
    }

    /// Where the door goes when the data directory's path is too long for a socket.
    private static func far(_ id: DispatchID) -> String { NSTemporaryDirectory() + "outpost-\(id)" }
}
