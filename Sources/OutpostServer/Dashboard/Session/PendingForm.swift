/// A form that came without a session: what was typed waits on the page to sign in, and is sent when somebody says so.
///
/// It is never sent by itself: who signs in sees it first, because it may be somebody else's who sat here before.
struct PendingForm {
    /// The page that the form is for.
    let path: String
    /// What was typed, by name, without the token of the session that ended and without secrets.
    let fields: [String: String]

    /// UTF-8 of names and values that are kept at most; beyond it a page would be slow to send twice.
    static let mostBytes = 512 << 10
    /// Fields that are kept at most.
    static let mostFields = 64

    /// Whether what is typed there waits: not where it is a secret, which no page shows, nor what only ends a session.
    static func isKept(_ path: String) -> Bool {
        path.hasPrefix("/ui/") && Dashboard.place(path) == path && path != "/ui/secrets"
    }

    /// What was sent to a page; nil where it is not kept.
    init?(path: String, form: [String: String]) {
        // Values of secrets are asked for again: no page shows them.
        let fields = form.filter { $0.key != "token" && !$0.key.hasPrefix(DispatchFields.valuePrefix) }
        let bytes = fields.reduce(0) { $0 + $1.key.utf8.count + $1.value.utf8.count }
        guard Self.isKept(path), fields.count <= Self.mostFields, bytes <= Self.mostBytes else { return nil }
        self.path = path
        self.fields = fields
    }

    /// What the page to sign in carried; nil where it carried nothing.
    init?(carriedBy form: [String: String]) {
        guard let path = form[Self.pathName] else { return nil }
        let typed = form.filter { $0.key.hasPrefix(Self.prefix) }
        let fields = Dictionary(typed.map { (String($0.key.dropFirst(Self.prefix.count)), $0.value) }) { first, _ in
            first
        }
        self.init(path: path, form: fields)
    }

    /// The fields with which the page to sign in carries it.
    var carried: [HiddenField] {
        [HiddenField(Self.pathName, path)] + sorted.map { HiddenField(Self.prefix + $0.key, $0.value) }
    }

    /// The fields of the form itself.
    var hidden: [HiddenField] { sorted.map { HiddenField($0.key, $0.value) } }

    /// What people are shown of it.
    var shown: [FailureModel.Problem] {
        sorted.filter { $0.key != "once" && !$0.value.isEmpty }.map { .init(field: $0.key, text: $0.value) }
    }

    private var sorted: [(key: String, value: String)] { fields.sorted { $0.key < $1.key } }

    private static let pathName = "pending"
    private static let prefix = "pending."
}

/// A field of a form that nobody sees, escaped so that it is sent back as it is.
struct HiddenField {
    let name: String
    let value: String

    init(_ name: String, _ value: String) {
        self.name = HTMLText.escape(name)
        self.value = HTMLText.escape(value)
    }
}
