internal import Foundation
internal import GRDB

/// What there is to know of SQLite and of a database's file without opening it.
package enum SQLiteFacts {
    /// The release of SQLite that has no defect in its write-ahead log any more.
    package static let firstSoundLog = "3.51.3"

    /// The version that this program runs with, such as 3.40.1.
    ///
    /// - Throws: the database's own error.
    package static func version() throws -> String {
        try DatabaseQueue().read { try String.fetchOne($0, sql: "SELECT sqlite_version()") } ?? ""
    }

    /// Whether a database's file is left in WAL mode, which Outpost takes it out of.
    ///
    /// - Parameter path: the file; its header is read, nothing else.
    /// - Returns: nil where it cannot be read.
    package static func usesWriteAheadLog(_ path: String) -> Bool? {
        // The file format's versions for reading and writing are at offsets 18 and 19: 2 is WAL.
        guard let file = FileHandle(forReadingAtPath: path), let header = try? file.read(upToCount: 20),
            header.count == 20
        else { return nil }
        return header.suffix(2).contains(2)
    }
}
