internal import Foundation
internal import OutpostCore

extension Gateway {
    /// Removes the folder of a door's socket.
    package func discard(_ directory: String) async {
        try? FileManager.default.removeItem(atPath: directory)
    }

    /// Removes the folders of doors that nothing will come to any more.
    package func discardAll(in directory: String, except used: @Sendable () async -> Set<String>) async {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        let kept = await used()
        // A dispatch's folder has its id for a name, and one of a container that was made ahead has that.
        for name in names where DispatchID(name) != nil && !kept.contains(name) {
            await discard("\(directory)/\(name)")
        }
    }
}
