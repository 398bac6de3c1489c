internal import Crypto

/// Makes the tokens of doors from one key, so that a door that opens again after a restart knows its container, and
/// nothing of a token is ever written down.
///
/// A token is HMAC-SHA256 over the dispatch, its attempt and the token's purpose.
package struct DoorTokenSource: Sendable {
    private let key: SymmetricKey

    /// - Parameter key: the installation's own, or random for a run without a server; 32 bytes or more.
    package init(key: [UInt8]) {
        self.key = SymmetricKey(data: key)
    }

    /// The token that the container presents on every route.
    package func token(for dispatch: DispatchID, attempt: Int) -> DoorToken {
        derive("door", dispatch, attempt)
    }

    /// The token for the job alone, where the door is a TCP port.
    package func bootToken(for dispatch: DispatchID, attempt: Int) -> DoorToken {
        derive("boot", dispatch, attempt)
    }

    private func derive(_ purpose: String, _ dispatch: DispatchID, _ attempt: Int) -> DoorToken {
        let message = Array("outpost/v1/\(purpose)/\(dispatch)/\(attempt)".utf8)
        let code = HMAC<SHA256>.authenticationCode(for: message, using: key)
        return DoorToken(value: "otk_" + code.hexadecimal)
    }
}
