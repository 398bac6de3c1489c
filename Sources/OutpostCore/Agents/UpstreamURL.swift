internal import Foundation

/// Rules for a provider's base URL.
package enum UpstreamURL {
    /// An absolute http or https URL with a host and without credentials, query or fragment.
    package static func isValid(_ text: String) -> Bool {
        guard let url = URLComponents(string: text), let host = url.host, !host.isEmpty else { return false }
        return ["http", "https"].contains(url.scheme?.lowercased() ?? "") && url.user == nil && url.password == nil
            && url.query == nil && url.fragment == nil
    }

    /// The same without trailing slashes.
    package static func normalised(_ text: String) -> String {
        var text = text
        while text.hasSuffix("/") { text.removeLast() }
        return text
    }
}
