/// A door that is being served.
package struct OpenDoor: Sendable {
    /// Where the container finds it.
    package let address: DoorAddress

    init(address: DoorAddress) {
        self.address = address
    }
}

/// The address of a door, with the port that was taken when any would do.
package enum DoorAddress: Sendable, Hashable {
    /// The path of a unix socket on this host.
    case unixSocket(path: String)
    /// A TCP address on this host.
    case tcp(host: String, port: Int)
}
