internal import Crypto

/// A random secret that is worth something at one door only and dies with it.
///
/// It stands in for the provider's key inside the container, so it looks like nothing in particular: `otk_` and 64
/// lower-case hexadecimal digits (256 bits).
package struct DoorToken: Sendable, Hashable {
    /// The token as it goes over the wire.
    package let value: String

    /// Takes a token that ``DoorTokenSource`` made.
    package init(value: String) {
        self.value = value
    }

    /// Compares in a time that does not depend on where the two differ.
    package func matches(_ candidate: String) -> Bool {
        SHA256.hash(data: Array(value.utf8)) == SHA256.hash(data: Array(candidate.utf8))
    }
}
