internal import OutpostCore
internal import OutpostStore

/// Words for what is wrong with stored data.
extension CommandFailure {
    /// A data directory that nobody has worked in, where something was to be found.
    static func noInstallation(_ path: String) -> CommandFailure {
        CommandFailure(
            .notFound,
            "there is no installation of Outpost in \(path)",
            hint: "name its directory with --data-dir or OUTPOST_DATA_DIR; outpost serve makes a new installation"
        )
    }

    init(_ error: DataDirectoryError) {
        switch error {
        case .inUse(let path):
            self.init(
                .storage,
                "another Outpost works in \(path)",
                hint: "stop it, or name another data directory: --data-dir DIR"
            )
        case .foreignOwner(let path):
            self.init(
                .storage,
                "\(path) belongs to another user",
                hint: "run this as that user, or name another data directory: --data-dir DIR"
            )
        case .openToOthers(let path):
            self.init(.storage, "\(path) can be read or written by others", hint: "chmod 700 \(path)")
        case .unusable(let path, let reason):
            self.init(
                .storage,
                "\(path) cannot be used: \(reason)",
                hint: "make it writable for this user, or name another data directory: --data-dir DIR"
            )
        }
    }

    init(_ error: DatabaseProblem) {
        switch error {
        case .damaged(let path, let detail):
            self.init(
                .storage,
                "the database \(path) is damaged (\(detail)); nothing was changed, and running containers were left alone",
                hint: "move the data directory away, then: outpost backup restore FILE --data-dir DIR"
            )
        case .newer(let path, let migration):
            self.init(
                .storage,
                "the database \(path) was changed by a newer Outpost (\(migration))",
                hint: "use that version, or restore a backup from before it"
            )
        case .missing(let path):
            self.init(
                .storage,
                "\(path) is gone or empty, although results of its dispatches are there",
                hint: "put it back, or move the data directory away and: outpost backup restore FILE --data-dir DIR"
            )
        }
    }

    init(_ error: BackupError) {
        switch error {
        case .noData(let path):
            self.init(.notFound, "there is no data of Outpost's in \(path)", hint: "name it with --data-dir")
        case .notABackup:
            self.init(.usage, "this is no backup of Outpost's", hint: "outpost backup create FILE makes one")
        case .newer(let format):
            self.init(.usage, "a newer Outpost made this backup (format \(format))", hint: "use that version")
        case .damaged(let why): self.init(.storage, "the backup is damaged: \(why)", hint: "use another one")
        case .notEmpty(let path):
            self.init(
                .conflict,
                "\(path) is not empty",
                hint: "name another directory, or move it away: nothing is replaced"
            )
        case .unstable(let path):
            self.init(.storage, "\(path) was changed while it was saved", hint: "try again")
        }
    }
}
