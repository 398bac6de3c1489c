internal import Foundation

extension EgressRule {
    /// The host and port of an http or https URL; nil where it has none.
    package init?(url: String) {
        let ports = ["http": 80, "https": 443]
        guard let parts = URLComponents(string: url), let host = parts.host,
            let port = parts.port ?? ports[parts.scheme?.lowercased() ?? ""]
        else { return nil }
        self.init(host.contains(":") && !host.hasPrefix("[") ? "[\(host)]:\(port)" : "\(host):\(port)")
    }
}
