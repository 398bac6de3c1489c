/// How a secret gets new values.
package struct SecretRefreshBody: Codable, Sendable, Hashable {
    /// `command` or `file`.
    package var source: String
    /// Seconds between two values.
    package var everySeconds: Int
    /// When the next is due.
    package var nextAt: APITime
    /// When one was last asked for; absent if none was.
    package var lastAt: APITime?
    /// Why the last one was not taken; absent when it was.
    package var problem: String?

    package init(source: String, everySeconds: Int, nextAt: APITime, lastAt: APITime?, problem: String?) {
        self.source = source
        self.everySeconds = everySeconds
        self.nextAt = nextAt
        self.lastAt = lastAt
        self.problem = problem
    }
}

/// `POST /admin/vault/refresh`, on the administration's socket alone: it names what the server runs.
package struct RefreshSecretBody: Codable, Sendable, Hashable {
    /// The secret.
    package var name: String
    /// Its tenant's id or name; absent for what is lent to all.
    package var tenant: String?
    /// `command` or `file`.
    package var source: String
    /// The command, or the file's absolute path.
    package var text: String
    /// A command that says whether a value is good.
    package var check: String?
    /// Seconds between two values.
    package var everySeconds: Int

    package init(
        name: String,
        tenant: String?,
        source: String,
        text: String,
        check: String?,
        everySeconds: Int
    ) {
        self.name = name
        self.tenant = tenant
        self.source = source
        self.text = text
        self.check = check
        self.everySeconds = everySeconds
    }
}
