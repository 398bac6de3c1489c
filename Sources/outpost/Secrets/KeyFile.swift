internal import Foundation

#if canImport(System)
    internal import System
#else
    internal import SystemPackage
#endif

/// Reads files that hold keys or passphrases, and refuses those that others can read or replace.
struct KeyFile {
    let path: String
    /// What it holds, for messages.
    let what: String
    /// Whether its group may read it: systemd lends credentials to a service by an access list, which shows so.
    var allowsGroup = false
    /// Bytes that are read at most; no key and no passphrase is longer.
    var limit = 4096

    var exists: Bool { (try? FileManager.default.attributesOfItem(atPath: path)) != nil }

    /// - Throws: ``CommandFailure``, which names the command that puts it right.
    func read() throws -> String {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path) else {
            throw refusal("is not there")
        }
        guard attributes[.type] as? FileAttributeType == .typeRegular else { throw refusal("is not a regular file") }
        let owner = (attributes[.ownerAccountID] as? NSNumber)?.uint32Value
        guard owner == Process.userID || owner == 0 else {
            throw refusal("belongs to another user", hint: "chown \(Process.userID) \(path)")
        }
        let mode = (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0o777
        guard mode & (allowsGroup ? 0o037 : 0o077) == 0 else {
            throw refusal("can be read or written by others", hint: "chmod 600 \(path)")
        }
        let folder = (path as NSString).deletingLastPathComponent
        let folderMode = (try? FileManager.default.attributesOfItem(atPath: folder))?[.posixPermissions] as? NSNumber
        let bits = folderMode?.intValue ?? 0o777
        // In a sticky folder such as /tmp nobody can replace what is somebody else's.
        guard bits & 0o022 == 0 || bits & 0o1000 != 0 else {
            throw refusal("lies in a folder that others can write to", hint: "chmod go-w \(folder)")
        }
        return try contents()
    }

    private func contents() throws -> String {
        do {
            let descriptor = try FileDescriptor.open(FilePath(path), .readOnly, options: [.noFollow, .closeOnExec])
            return try descriptor.closeAfter {
                let file = FileHandle(fileDescriptor: descriptor.rawValue, closeOnDealloc: false)
                return String(decoding: try file.read(upToCount: limit) ?? Data(), as: UTF8.self)
            }
        } catch let error as Errno {
            throw refusal("cannot be read: \(error)")
        }
    }

    func refusal(_ why: String, hint: String? = nil) -> CommandFailure {
        CommandFailure(.secret, "\(what) \(path) \(why)", hint: hint)
    }
}
