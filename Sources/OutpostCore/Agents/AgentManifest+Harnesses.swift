extension AgentManifest.Document {
    /// A harness as the file has it.
    struct Harness: Decodable {
        var name: String
        var program: String?
        var from: String?
        var needs: Needs?

        struct Needs: Decodable {
            var url: String
            var mirror: String?
        }
    }

    /// The harnesses; an agent that names none has one of its own name.
    func validatedHarnesses(_ problems: inout [String]) -> [AgentHarness] {
        guard let harnesses else { return [AgentHarness(name: "own", program: name)] }
        if harnesses.isEmpty { problems.append("harnesses: must name at least one program, or be left out") }
        var seen: Set<String> = []
        for harness in harnesses {
            if !seen.insert(harness.name).inserted { problems.append("harnesses: '\(harness.name)' stands twice") }
            problems += harness.problems(in: name).map { "harnesses: '\(harness.name)' \($0)" }
        }
        return harnesses.map { harness in
            AgentHarness(
                name: harness.name,
                program: harness.program,
                source: harness.from,
                needs: harness.needs.map { .init(url: UpstreamURL.normalised($0.url), mirror: $0.mirror) }
            )
        }
    }
}

extension AgentManifest.Document.Harness {
    fileprivate func problems(in agent: String) -> [String] {
        var problems: [String] = []
        if !AgentManifest.isName(name) { problems.append("is not a name: lower-case letters, digits and '-'") }
        if (program == nil) == (from == nil) {
            problems.append("needs either program (name and version), or from (another agent)")
        }
        if let program, !Self.isProgram(program) {
            problems.append("has a program that is not one line of 1 to 100 signs")
        }
        if let from, !AgentManifest.isName(from) || from == agent {
            problems.append("has a 'from' that is no other agent")
        }
        if let needs {
            if !UpstreamURL.isValid(needs.url) {
                problems.append("needs '\(needs.url)', which is not an http or https URL")
            }
            if let mirror = needs.mirror, !EnvironmentName.isAllowed(mirror) {
                problems.append("has the mirror '\(mirror)', which is not a variable's name")
            }
        }
        return problems
    }

    private static func isProgram(_ text: String) -> Bool {
        (1...100).contains(text.utf8.count) && text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7f }
    }
}
