internal import OutpostAPI
internal import OutpostCore

extension Schemas {
    static let egress: [String: JSONValue] = [
        "EgressPolicy": object(
            [
                "mode": modes, "presets": list(of: text), "allow": list(of: text), "allowPrivate": list(of: text),
                "deny": list(of: text),
            ],
            "Which hosts containers may reach besides their model and their repository"
        ),
        "EgressPolicyAnswer": object(["egress": reference("EgressPolicy")]),
        "EgressPreset": object(["name": text, "summary": text, "default": truth, "hosts": list(of: text)]),
        "ChangeEgress": object(
            [:],
            optional: [
                "mode": words(EgressMode.allCases.map(\.rawValue) + [EgressChange.inherited]),
                "allow": patterns("Hosts to allow: `host:port`, or `*.example.com:port`"),
                "allowPrivate": patterns("Hosts to allow with private, shared and loopback addresses"),
                "deny": patterns("Hosts to close"),
                "forget": [
                    "type": "array", "description": "Hosts and presets to say nothing of",
                    "items": ["type": "string", "anyOf": [host, preset], "examples": ["registry.example.com:443"]],
                ],
                "enable": presets("Presets to switch on"), "disable": presets("Presets to switch off"),
            ]
        ),
        "EgressReport": object(
            [
                "mode": modes, "weaker": described(truth, "Whether it could reach every public host"),
                "hosts": list(of: reference("EgressHost")),
                "others": described(number, "Attempts to reach further hosts"),
                "partial": described(truth, "Whether attempts under an earlier process of the server are missing"),
            ],
            optional: ["proposal": described(text, "The command that makes a policy of what was reached")]
        ),
        "EgressHost": object(
            ["host": text, "allowed": number, "refused": number, "failed": number],
            optional: [
                "reason": words(EgressRefusal.allCases.map(\.rawValue)),
                "allowWith": described(text, "The command that opens it"),
            ]
        ),
    ]

    private static let modes = words(EgressMode.allCases.map(\.rawValue))

    private static let host: JSONValue = [
        "type": "string", "pattern": "^(\\*\\.)?[A-Za-z0-9_][A-Za-z0-9_.-]*:[0-9]{1,5}$",
    ]
    private static let preset: JSONValue = ["type": "string", "pattern": "^[a-z][a-z0-9-]{0,31}$"]

    private static func patterns(_ description: String) -> JSONValue {
        [
            "type": "array", "maxItems": .integer(EgressPolicy.maximumHosts), "description": .string(description),
            "items": described(host, ["examples": ["registry.example.com:443"]]),
        ]
    }

    private static func presets(_ description: String) -> JSONValue {
        [
            "type": "array", "description": .string(description),
            "items": described(preset, ["examples": ["github"]]),
        ]
    }
}
