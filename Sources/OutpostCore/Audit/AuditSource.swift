/// Where a call came from, for the audit trail.
///
/// It goes with the task, as a request's id does in tracing: what happens on behalf of a request, however deep, is
/// recorded with the address that asked.
package enum AuditSource {
    /// The address of the peer, or one of the words below.
    @TaskLocal package static var current = server

    /// Outpost itself, of its own accord.
    package static let server = "server"
    /// The administration's socket.
    package static let socket = "socket"
    /// A command that works in the data directory itself.
    package static let dataDirectory = "data directory"
}
