/// A database that cannot be used as it is; nothing in it was changed.
package enum DatabaseProblem: Error, Sendable, Hashable {
    /// It is no database, or its contents contradict themselves.
    case damaged(path: String, detail: String)
    /// A newer Outpost changed its schema; the migration is the first that is not known here.
    case newer(path: String, migration: String)
    /// It is gone or empty, although results of its dispatches are there.
    case missing(path: String)
}
