/// Names of OCI runtimes, such as `runc` and `runsc`.
package enum ContainerRuntime {
    /// The word for a tenant that names none: the agent's holds for it, else the server's.
    package static let inherited = "default"

    /// The runtime of a dispatch: the tenant's, else the agent's, else the server's; nil is the engine's own default.
    ///
    /// Names say nothing of how strong a wall is, so the word closest to the operator's decision about a customer wins.
    package static func chosen(tenant: String?, agent: String?, server: String?) -> String? {
        tenant ?? agent ?? server
    }

    /// Whether a name can be one of a runtime that an engine was given.
    package static func isName(_ name: String) -> Bool {
        guard let first = name.first, (1...64).contains(name.utf8.count) else { return false }
        return first.isASCII && (first.isLetter || first.isNumber)
            && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_.-".contains($0)) }
    }
}
