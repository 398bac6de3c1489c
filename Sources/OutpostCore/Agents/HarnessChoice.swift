/// Which harness an operator wants for which agent: `gemini=aider,grok=codex`.
package struct HarnessChoice: Sendable, Hashable {
    /// The harness' name by agent.
    package var names: [String: String]

    package init(_ names: [String: String] = [:]) {
        self.names = names
    }

    /// Reads the setting; nil for a text that is none.
    package init?(_ text: String) {
        names = [:]
        for entry in text.split(separator: ",") {
            let parts = entry.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2, parts.allSatisfy(AgentManifest.isName) else { return nil }
            names[parts[0]] = parts[1]
        }
    }
}
