internal import Foundation

/// The room on a disk.
package enum DiskSpace {
    /// Bytes that are free on a path's file system; nil where it cannot be read.
    package static func freeBytes(of path: String) -> Int? { bytes(.systemFreeSize, of: path) }

    /// Bytes of a path's file system; nil where it cannot be read.
    package static func totalBytes(of path: String) -> Int? { bytes(.systemSize, of: path) }

    private static func bytes(_ key: FileAttributeKey, of path: String) -> Int? {
        let attributes = try? FileManager.default.attributesOfFileSystem(forPath: path)
        return (attributes?[key] as? NSNumber)?.intValue
    }

    /// The same in MiB.
    package static func freeMiB(of path: String) -> Int? { freeBytes(of: path).map { $0 >> 20 } }
}
