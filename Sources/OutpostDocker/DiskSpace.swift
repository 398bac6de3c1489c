internal import Foundation

/// The room on a disk.
package enum DiskSpace {
    /// MiB that are free on a path's file system; nil where it cannot be read.
    package static func freeMiB(of path: String) -> Int? {
        let attributes = try? FileManager.default.attributesOfFileSystem(forPath: path)
        return (attributes?[.systemFreeSize] as? NSNumber).map { Int($0.int64Value >> 20) }
    }
}
