internal import OutpostCore

/// Labels of our containers; none of them is secret, since the engine writes labels down and shows them.
enum ContainerLabel {
    static let instance = "outpost.instance"
    static let tenant = "outpost.tenant"
    static let dispatch = "outpost.dispatch"
    static let attempt = "outpost.attempt"
    static let spec = "outpost.spec"

    static func all(of spec: ContainerSpec) -> [String: String] {
        [
            instance: spec.instance.text,
            tenant: spec.tenant,
            dispatch: spec.dispatch.text,
            attempt: String(spec.attempt),
            self.spec: spec.digest,
        ]
    }
}
