/// A database that has no room for what is to be written; nothing was changed.
package struct StorageFull: Error, Sendable, Hashable {
    package init() {}
}

/// A database that cannot be worked with at the moment; nothing was changed.
package enum StorageUnavailable: Error, Sendable, Hashable {
    /// Another process held its file for longer than is waited.
    case locked
    /// Its disk fails, or takes nothing any more.
    case failing
}
