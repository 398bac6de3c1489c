internal import Mustache
internal import OutpostCore

/// The templates of the pages, read once.
struct DashboardTemplates: Sendable {
    /// One template.
    enum Name: String, Sendable, CaseIterable {
        case frame, failure, signIn, onward, pending, overview, dispatches, dispatch, cancel, newDispatch, agents,
            workspaces, confirm,
            tenants, keys, newKey, secrets, health

        fileprivate var source: String {
            switch self {
            case .frame: FrameTemplates.frame
            case .failure: FrameTemplates.failure
            case .signIn: SignInTemplate.source
            case .onward: SignInSteps.onward
            case .pending: SignInSteps.pending
            case .overview: OverviewTemplate.source
            case .dispatches: DispatchListTemplate.source
            case .dispatch: DispatchTemplate.source
            case .cancel: CancelTemplate.source
            case .newDispatch: NewDispatchTemplate.source
            case .agents: AgentsTemplate.source
            case .workspaces: WorkspacesTemplate.source
            case .confirm: FrameTemplates.confirm
            case .tenants: TenantsTemplate.source
            case .keys: KeysTemplate.source
            case .newKey: KeysTemplate.created
            case .secrets: SecretsTemplate.source
            case .health: HealthTemplate.source
            }
        }
    }

    private let templates: [Name: MustacheTemplate]

    /// - Throws: an error of the parser.
    init() throws {
        MustacheContentTypes.register(PageText(), named: "PAGE")
        var templates: [Name: MustacheTemplate] = [:]
        for name in Name.allCases {
            templates[name] = try MustacheTemplate(string: "{{% CONTENT_TYPE: PAGE}}\n" + name.source)
        }
        self.templates = templates
    }

    func render(_ name: Name, _ model: Any) -> String {
        templates[name]?.render(model) ?? ""
    }
}

/// Escapes text for HTML, and makes visible what would hide or turn it.
struct PageText: MustacheContentType {
    func escapeText(_ text: String) -> String { HTMLText.escape(VisibleText.named(text)) }
}

/// Escapes text for HTML, and leaves it what it is: for forms, which send it back.
///
/// The library's own escapes characters, of which a quote with a combining mark is another one than a quote; browsers
/// see scalars.
enum HTMLText {
    static func escape(_ text: String) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "<": escaped.append(contentsOf: "&lt;".unicodeScalars)
            case ">": escaped.append(contentsOf: "&gt;".unicodeScalars)
            case "&": escaped.append(contentsOf: "&amp;".unicodeScalars)
            case "\"": escaped.append(contentsOf: "&quot;".unicodeScalars)
            case "'": escaped.append(contentsOf: "&#39;".unicodeScalars)
            default: escaped.append(scalar)
            }
        }
        return String(escaped)
    }
}

/// Text of strangers, with what would hide or turn it made visible.
enum VisibleText {
    /// Without a terminal's sequences; other controls and marks of direction stand as their names.
    static func of(_ text: String) -> String { named(PlainText.of(text)) }

    /// With controls and marks of direction as their names.
    static func named(_ text: String) -> String {
        var shown = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if isHidden(scalar) {
                shown.append(contentsOf: name(of: scalar).unicodeScalars)
            } else {
                shown.append(scalar)
            }
        }
        return String(shown)
    }

    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A: false
        case 0..<0x20, 0x7F..<0xA0, 0x200B, 0x2028, 0x2029, 0xFEFF: true
        default: PlainText.isDirection(scalar)
        }
    }

    private static func name(of scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "[U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "]"
    }
}
