internal import Foundation
package import OutpostCore

extension Gateway {
    /// Removes the folder of a door's socket.
    package func discard(_ directory: String) async {
        try? FileManager.default.removeItem(atPath: directory)
    }

    /// Removes the folders of doors that nothing will come to any more.
    package func discardAll(in directory: String, except dispatches: Set<DispatchID>) async {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        for name in names {
            guard let id = DispatchID(name), !dispatches.contains(id) else { continue }
            await discard("\(directory)/\(name)")
        }
    }
}
