/// Gives secrets by name.
///
/// A value is asked for when a dispatch starts and is kept nowhere.
package protocol SecretSource: Sendable {
    /// The tenant's secret of that name; nil when there is none.
    func secret(_ name: String, tenant: String) async throws -> String?
}
