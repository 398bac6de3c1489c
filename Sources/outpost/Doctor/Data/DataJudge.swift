internal import OutpostCore
internal import OutpostDocker
internal import OutpostStore

/// Judges the data directory by its facts.
struct DataJudge {
    let facts: DataFacts
    /// Why its database cannot be worked with; nil where it can, or there is none.
    let database: CommandFailure?

    /// Where a failure says what is wrong, and no command mends it.
    private static let mend = "correct that, then: outpost doctor"

    var findings: [PreflightFinding] { settings + [directory] + store + [key] }

    private var directory: PreflightFinding {
        let word = ShellWord.quoted(facts.path)
        guard let directory = facts.directory else {
            return finding("directory", .ok, "\(facts.path) does not exist yet; the first use makes it")
        }
        guard directory.isOurs else {
            let text = "\(facts.path) belongs to another user, and nothing works in it"
            return finding(
                "directory",
                .error,
                text,
                "sudo chown -R \"$(id -u)\" \(word), or name another: --data-dir DIR"
            )
        }
        guard directory.mode & 0o077 == 0 else {
            let octal = String(directory.mode, radix: 8)
            let text = "others may look into \(facts.path): its mode is \(octal), and nothing works in it"
            return finding("directory", .error, text, "chmod 700 \(word)")
        }
        return finding(
            "directory",
            .ok,
            facts.path + (facts.isInUse ? ", in which a server or another command works" : "")
        )
    }

    private var store: [PreflightFinding] {
        var findings: [PreflightFinding] = []
        if let database { findings.append(finding("database", .error, database.message, database.hint ?? Self.mend)) }
        guard let version = facts.sqlite else {
            return findings + [finding("SQLite", .error, "SQLite cannot be used", "install Outpost again")]
        }
        guard facts.usesWriteAheadLog == true else {
            return findings + [finding("SQLite", .ok, "\(version), with a rollback journal")]
        }
        let file = ShellWord.quoted(facts.path + "/outpost.sqlite")
        let text =
            "something put the database into WAL mode, which SQLite before \(SQLiteFacts.firstSoundLog) "
            + "can damage it in (here: \(version))"
        return findings + [
            finding("SQLite", .warning, text, "stop the server, then: sqlite3 \(file) 'PRAGMA journal_mode = DELETE'")
        ]
    }

    private var key: PreflightFinding {
        switch facts.key {
        case .none where facts.hasDatabase:
            finding("master key", .ok, "there is none; the first stored secret makes \(facts.path)/master.key")
        case .none: finding("master key", .ok, "the first stored secret makes it")
        case .usable(let place, let warnings):
            warnings.isEmpty
                ? finding("master key", .ok, place)
                : finding(
                    "master key",
                    .note,
                    warnings.joined(separator: "; "),
                    "(umask 077; printenv \(MasterKeySource.keyVariable) > ~/outpost-master.key), then set "
                        + "OUTPOST_MASTER_KEY_FILE and unset \(MasterKeySource.keyVariable)"
                )
        case .unusable(let failure):
            finding(
                "master key",
                .error,
                failure.message + "; stored secrets cannot be opened",
                failure.hint ?? Self.mend
            )
        }
    }

    private var settings: [PreflightFinding] {
        var findings: [PreflightFinding] = []
        if let problem = facts.settingsProblem {
            findings.append(
                finding(
                    "settings",
                    .error,
                    problem.message + "; outpost serve does not start",
                    problem.hint ?? Self.mend
                )
            )
        }
        guard let file = facts.settingsFile else { return findings }
        let word = ShellWord.quoted(file.path)
        if file.mode & 0o022 != 0 {
            let text = "others can write to \(file.path), and so decide what the server does"
            findings.append(finding("settings", .error, text, "chmod go-w \(word)"))
        } else if file.mode & 0o004 != 0 {
            let text = "everybody can read \(file.path), which says where keys and data are"
            findings.append(finding("settings", .note, text, "chmod 640 \(word)"))
        }
        return findings.isEmpty ? [finding("settings", .ok, file.path)] : findings
    }

    private func finding(
        _ check: String,
        _ level: PreflightFinding.Level,
        _ text: String,
        _ advice: String? = nil
    ) -> PreflightFinding {
        PreflightFinding(check, in: .data, level, text, advice: advice)
    }
}
