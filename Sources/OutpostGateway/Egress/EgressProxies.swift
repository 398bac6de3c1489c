internal import Foundation
internal import OutpostCore

/// The proxies that this host itself has to use, as `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` name them.
package struct EgressProxies: Sendable, Hashable {
    /// For plain requests.
    private var http: ProxyServer?
    /// For tunnels.
    private var https: ProxyServer?
    /// Hosts that are reached without one.
    private var bypass: [String] = []

    /// No proxies.
    package init() {}

    /// Reads the variables; lower case comes before upper case, `ALL_PROXY` stands in for what is not named.
    package init(environment: [String: String]) {
        func value(_ name: String) -> String? {
            [environment[name], environment[name.uppercased()]].compactMap(\.self).first { !$0.isEmpty }
        }
        let all = value("all_proxy")
        http = (value("http_proxy") ?? all).map { ProxyServer($0) }
        https = (value("https_proxy") ?? all).map { ProxyServer($0) }
        bypass = (value("no_proxy") ?? "").lowercased().split(whereSeparator: { $0 == "," || $0.isWhitespace })
            .map(String.init)
    }

    /// The proxy on the way to a host; nil where it is reached directly.
    func server(for rule: EgressRule, isTunnel: Bool) -> ProxyServer? {
        guard let server = isTunnel ? https : http, !bypass.contains(where: { Self.entry($0, means: rule) }) else {
            return nil
        }
        return server
    }

    /// `*`, a host, or a domain with all names below it; with a port, that port alone.
    private static func entry(_ entry: String, means rule: EgressRule) -> Bool {
        if entry == "*" { return true }
        var name = entry
        if let parts = EgressRule(entry.hasPrefix(".") ? String(entry.dropFirst()) : entry) {
            guard parts.port == rule.port else { return false }
            name = parts.host
        }
        for prefix in ["*.", "."] where name.hasPrefix(prefix) { name = String(name.dropFirst(prefix.count)) }
        if name.hasPrefix("["), name.hasSuffix("]") { name = String(name.dropFirst().dropLast()) }
        return !name.isEmpty && (rule.host == name || rule.host.hasSuffix("." + name))
    }
}

/// One proxy.
struct ProxyServer: Sendable, Hashable {
    /// Where it listens; nil where its URL is not one that we can use, so that nothing goes around it either.
    let rule: EgressRule?
    /// The header that it wants, where its URL has a user.
    let authorization: String?

    init(_ url: String) {
        let parts = URLComponents(string: url.contains("://") ? url : "http://" + url)
        let isUsable = parts?.scheme?.lowercased() == "http"
        let host = parts?.host ?? ""
        rule = isUsable ? EgressRule("\(host):\(parts?.port ?? 80)") : nil
        authorization = parts?.user.map { user in
            "Basic " + Data("\(user):\(parts?.password ?? "")".utf8).base64EncodedString()
        }
    }

    /// The line that goes into a request's head, with its end.
    var header: String { authorization.map { "proxy-authorization: \($0)\r\n" } ?? "" }
}
