internal import Foundation
internal import OutpostCore

/// A link to one artifact that works without a key for a time.
struct SignedLink: Sendable, Hashable {
    let tenant: String
    let dispatch: DispatchID
    /// The artifact's path.
    let path: String
    /// Seconds since 1970.
    let expires: Int

    func signature(by signer: Signer) -> String { signer.sign(parts) }

    func isSigned(with signature: String, by signer: Signer) -> Bool { signer.verifies(signature, of: parts) }

    /// The link below a base URL without a trailing slash.
    func url(base: String, signer: Signer) -> String {
        let path = path.split(separator: "/").map { Self.escape(String($0)) }.joined(separator: "/")
        return "\(base)/artifacts/\(dispatch)/files/\(path)?tenant=\(Self.escape(tenant))&expires=\(expires)"
            + "&signature=\(signature(by: signer))"
    }

    private var parts: [String] { ["GET", tenant, dispatch.text, String(expires), path] }

    private static func escape(_ text: String) -> String {
        let unreserved = CharacterSet(charactersIn: "-._~").union(
            .alphanumerics.intersection(.init(charactersIn: "\0"..."\u{7F}"))
        )
        return text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
    }
}
