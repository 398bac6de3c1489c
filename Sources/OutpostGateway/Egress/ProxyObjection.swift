internal import Foundation

/// Why a proxy of this machine cannot carry what containers send.
package enum ProxyObjection: Sendable, Hashable {
    /// It is not the URL of a proxy.
    case malformed
    /// It is reached over something else than plain HTTP, such as `https` or `socks5`.
    case scheme(String)

    /// What speaks against a proxy's URL; nil where it can be used.
    ///
    /// - Parameter url: as `HTTPS_PROXY` has it; without a scheme it means `http`.
    package init?(url: String) {
        guard ProxyServer(url).rule == nil else { return nil }
        let scheme = URLComponents(string: url)?.scheme?.lowercased() ?? ""
        let isKnown = url.contains("://") && ["https", "socks4", "socks4a", "socks5", "socks5h"].contains(scheme)
        self = isKnown ? .scheme(scheme) : .malformed
    }
}
