internal import Hummingbird

/// The cookie that holds a session's id.
///
/// It goes to the dashboard alone, never with a request that another site causes, and no script can read it.
enum SessionCookie {
    private static let name = "outpost_session"

    /// The field `Set-Cookie` for a session; nil ends the one that there is.
    static func field(_ id: String?, isSecure: Bool) -> String {
        let end = id == nil ? "; Max-Age=0" : ""
        return "\(name)=\(id ?? ""); Path=/ui; HttpOnly; SameSite=Strict\(end)" + (isSecure ? "; Secure" : "")
    }

    /// The id in a request; nil where there is none, or another site planted a second one.
    static func id(in headers: HTTPFields) -> String? {
        var ids: [String] = []
        for field in headers[values: .cookie] {
            for part in field.split(separator: ";") {
                let pair = part.split(separator: "=", maxSplits: 1)
                guard pair.count == 2, pair[0].drop(while: { $0 == " " }) == name, pair[1].utf8.count <= 128 else {
                    continue
                }
                ids.append(String(pair[1]))
            }
        }
        return ids.count == 1 ? ids.first : nil
    }
}
