internal import Crypto
internal import Foundation
internal import OutpostCore
internal import SystemPackage

/// Digests of files that are there.
package enum FileDigest {
    private static let pieceSize = 1 << 20

    /// SHA-256 of a file in lower-case hexadecimal; a link is not followed.
    ///
    /// - Throws: `Errno`, or an error of reading.
    package static func sha256(ofFile path: String) throws -> String {
        let descriptor = try FileDescriptor.open(FilePath(path), .readOnly, options: [.noFollow, .closeOnExec])
        return try descriptor.closeAfter {
            let file = FileHandle(fileDescriptor: descriptor.rawValue, closeOnDealloc: false)
            var hash = SHA256()
            while let piece = try file.read(upToCount: pieceSize), !piece.isEmpty { hash.update(data: piece) }
            return hash.finalize().hexadecimal
        }
    }
}
