internal import Foundation
internal import OutpostCore

#if canImport(System)
    internal import System
#else
    internal import SystemPackage
#endif

/// Gives a data directory a new master key.
///
/// The new key is on disk before anything is sealed under it, and the old one stays until nothing is sealed under it
/// any more. A key that lies in the data directory is made and put in place here; for one that the operator keeps elsewhere,
/// `master.key.new` is a copy of the new one until they have put it in the old one's place.
struct MasterKeyRotation: Sendable {
    let keys: MasterKeySource

    /// Rotates, or goes on where an earlier call was killed.
    ///
    /// - Parameters:
    ///   - vault: the open store.
    ///   - newKeyFile: holds the new key; nil makes one.
    ///   - actor: who does it.
    /// - Returns: what was done, and what the operator has to do with the new key, if anything.
    /// - Throws: ``CommandFailure``, ``SecretError``, or the database's own error.
    func run(
        _ vault: SecretVault,
        newKeyFile: String?,
        by actor: String
    ) async throws -> (report: RewrapReport, advice: String?) {
        guard newKeyFile != nil || keys.usesOwnFile || keys.nextFile.exists else {
            throw CommandFailure(
                .secret,
                "the master key is kept outside the data directory, so that its successor has to be as well",
                hint: "(umask 077; openssl rand -hex 32 > new.key) and outpost secrets rewrap --new-key-file new.key"
            )
        }
        let next = try keys.prepareNext(from: newKeyFile)
        let report = try await vault.rewrap(to: next, by: actor, at: Date())
        guard keys.usesOwnFile else {
            return (
                report,
                "put the new key in the old one's place, then remove \(keys.nextFile.path); "
                    + "until then it is found there"
            )
        }
        try keys.installNext()
        return (report, nil)
    }

    /// Finishes at a start what an earlier process began.
    func resume(_ vault: SecretVault) async throws {
        guard keys.nextFile.exists else { return }
        if try await vault.isRewrapping {
            _ = try await vault.rewrap(to: try keys.readNext(), by: AdminService.commandLineActor, at: Date())
        }
        if keys.usesOwnFile || keys.place == .nowhere, try await vault.uses(try keys.readNext()) {
            try keys.installNext()
        }
    }
}

extension MasterKeySource {
    /// The key that is to take over.
    var nextFile: KeyFile { KeyFile(path: dataDirectory + "/master.key.new", what: "the new master key") }

    /// Whether the key lies in the data directory, where it is ours to replace.
    var usesOwnFile: Bool { place == .ownFile }

    func readNext() throws -> MasterKey { try MasterKey(text: try nextFile.read()) }

    /// The key that is to take over, written down for the next start.
    ///
    /// One that an earlier call left is taken again; a file that names another one is refused.
    func prepareNext(from path: String?) throws -> MasterKey {
        let given = try path.map { try KeyFile(path: $0, what: "the new master key").read() }
        if nextFile.exists {
            let kept = try readNext()
            if let given, try MasterKey(text: given).id != kept.id {
                throw nextFile.refusal("is another key, with which a change was begun", hint: "finish that one first")
            }
            return kept
        }
        var generator = SystemRandomNumberGenerator()
        let text = given ?? MasterKey.randomText(using: &generator)
        let key = try MasterKey(text: text)
        try PrivateFile.write(text.trimmingCharacters(in: .whitespacesAndNewlines) + "\n", to: nextFile.path)
        return key
    }

    /// Puts the new key in the old one's place.
    func installNext() throws { try PrivateFile.move(nextFile.path, to: ownFile.path) }
}

/// Writes files that are for the owner alone, durably.
enum PrivateFile {
    /// Makes a file; an existing one is refused.
    static func write(_ text: String, to path: String) throws {
        do {
            let descriptor = try FileDescriptor.open(
                FilePath(path),
                .writeOnly,
                options: [.create, .exclusiveCreate, .noFollow, .closeOnExec],
                permissions: [.ownerReadWrite]
            )
            try descriptor.closeAfter {
                try descriptor.writeAll(text.utf8)
                try FileHandle(fileDescriptor: descriptor.rawValue, closeOnDealloc: false).synchronize()
            }
            try synchronizeFolder(of: path)
        } catch {
            throw CommandFailure(.storage, "\(path) cannot be written: \(error)")
        }
    }

    /// Puts a file in another's place: moved, not copied, so that nobody else may read it, not for a moment.
    ///
    /// Between two steps there is only the file that is to take the place.
    static func move(_ path: String, to other: String) throws {
        do {
            if KeyFile(path: other, what: other).exists { try FileManager.default.removeItem(atPath: other) }
            try FileManager.default.moveItem(atPath: path, toPath: other)
            try synchronizeFolder(of: other)
        } catch {
            throw CommandFailure(.storage, "\(path) cannot be moved to \(other): \(error)")
        }
    }

    private static func synchronizeFolder(of path: String) throws {
        let folder = (path as NSString).deletingLastPathComponent
        let descriptor = try FileDescriptor.open(FilePath(folder), .readOnly, options: [.closeOnExec])
        try descriptor.closeAfter {
            try FileHandle(fileDescriptor: descriptor.rawValue, closeOnDealloc: false).synchronize()
        }
    }
}
