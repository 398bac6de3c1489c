/// Names of OCI runtimes, such as `runc` and `runsc`.
package enum ContainerRuntime {
    /// Whether a name can be one of a runtime that an engine was given.
    package static func isName(_ name: String) -> Bool {
        guard let first = name.first, (1...64).contains(name.utf8.count) else { return false }
        return first.isASCII && (first.isLetter || first.isNumber)
            && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_.-".contains($0)) }
    }
}
