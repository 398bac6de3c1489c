internal import Foundation
internal import OutpostCore

/// A link to one artifact, or to all of them, that works without a key for a time.
struct SignedLink: Sendable, Hashable {
    let tenant: String
    let dispatch: DispatchID
    /// The artifact's path; nil stands for the archive of all of them.
    let path: String?
    /// Seconds since 1970.
    let expires: Int
    /// Whether it gives what holds a secret, too.
    var reveals = false

    func signature(by signer: Signer) -> String { signer.sign(parts) }

    func isSigned(with signature: String, by signer: Signer) -> Bool { signer.verifies(signature, of: parts) }

    /// The link below a base URL without a trailing slash.
    func url(base: String, signer: Signer) -> String {
        let parts = path?.split(separator: "/").map { Self.escape(String($0)) }
        let place = parts.map { "files/" + $0.joined(separator: "/") } ?? "archive.tar"
        return "\(base)/artifacts/\(dispatch)/\(place)?tenant=\(Self.escape(tenant))&expires=\(expires)"
            + (reveals ? "&reveal=true" : "") + "&signature=\(signature(by: signer))"
    }

    private var parts: [String] {
        let action = (path == nil ? "TAR" : "GET") + (reveals ? "+REVEAL" : "")
        return [action, tenant, dispatch.text, String(expires), path ?? ""]
    }

    private static func escape(_ text: String) -> String {
        let unreserved = CharacterSet(charactersIn: "-._~").union(
            .alphanumerics.intersection(.init(charactersIn: "\0"..."\u{7F}"))
        )
        return text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
    }
}
