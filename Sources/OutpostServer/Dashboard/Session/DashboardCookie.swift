internal import Hummingbird

/// A cookie of the dashboard.
///
/// It never goes with a request that another site causes, and no script can read it. Over TLS its name has the prefix
/// `__Host-`: browsers then take it from this very host alone and only over TLS, so that no neighbour under the same
/// domain can plant one. The price is the path, which has to be `/`; the API takes no cookies.
enum DashboardCookie: String {
    /// Holds a session's id.
    case session = "outpost_session"
    /// Holds what the form to sign in has to carry, too.
    case signIn = "outpost_sign_in"

    private func name(isSecure: Bool) -> String { (isSecure ? "__Host-" : "") + rawValue }

    /// The field `Set-Cookie` for a value; nil ends the cookie that there is.
    func field(_ value: String?, isSecure: Bool) -> String {
        let end = value == nil ? "; Max-Age=0" : ""
        let place = isSecure ? "; Path=/; Secure" : "; Path=/ui"
        return "\(name(isSecure: isSecure))=\(value ?? "")\(place); HttpOnly; SameSite=Strict\(end)"
    }

    /// The value in a request; nil where there is none, or another site planted a second one.
    func value(in headers: HTTPFields, isSecure: Bool) -> String? {
        let name = name(isSecure: isSecure)
        var values: [String] = []
        for field in headers[values: .cookie] {
            for part in field.split(separator: ";") {
                let pair = part.split(separator: "=", maxSplits: 1)
                guard pair.count == 2, pair[0].drop(while: { $0 == " " }) == name, pair[1].utf8.count <= 128 else {
                    continue
                }
                values.append(String(pair[1]))
            }
        }
        return values.count == 1 ? values.first : nil
    }
}
