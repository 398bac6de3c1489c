internal import Foundation
package import OutpostCore

extension Gateway {
    /// Removes the folder of a door's socket.
    package func discard(_ listener: DoorListener) async {
        guard case .unixSocket(let path) = listener else { return }
        try? FileManager.default.removeItem(at: URL(fileURLWithPath: path).deletingLastPathComponent())
    }

    /// Removes the folders of doors that nothing will come to any more.
    package func discardAll(in directory: String, except dispatches: Set<DispatchID>) async {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        for name in names {
            guard let id = DispatchID(name), !dispatches.contains(id) else { continue }
            try? FileManager.default.removeItem(atPath: "\(directory)/\(name)")
        }
    }
}
