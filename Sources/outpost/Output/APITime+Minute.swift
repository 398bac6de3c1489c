internal import OutpostAPI

extension APITime {
    /// The time to the minute, in UTC, for tables.
    var minute: String { description.prefix(16).replacing("T", with: " ") + "Z" }
}
