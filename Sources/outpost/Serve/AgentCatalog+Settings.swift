internal import OutpostCore

extension AgentCatalog {
    /// Refuses a setting that is about an agent which there is not; one that is broken may be named.
    ///
    /// - Parameters:
    ///   - names: the agents that the setting is about.
    ///   - place: where it stands, for people.
    /// - Throws: ``CommandFailure`` with the name that is near.
    func checkNames(_ names: some Sequence<String>, in place: String) throws {
        for name in names.sorted() where agents[name] == nil && broken[name] == nil {
            throw CommandFailure(
                .agent,
                "\(place): there is no agent '\(name)'\(EditDistance.suggestion(for: name, among: self.names))",
                hint: "outpost agents list"
            )
        }
    }

    /// Refuses a choice of programs that is about agents, or names programs, which there are not.
    ///
    /// - Throws: ``CommandFailure`` with the name that is near.
    func checkHarnesses(_ choice: HarnessChoice, in place: String) throws {
        try checkNames(choice.names.keys, in: place)
        for (agent, program) in choice.names.sorted(by: { $0.key < $1.key }) {
            guard let known = agents[agent]?.manifest?.harnesses.map(\.name), !known.contains(program) else { continue }
            let near = EditDistance.suggestion(for: program, among: known)
            throw CommandFailure(
                .usage,
                "\(place): \(agent) cannot be '\(program)'\(near)",
                hint: "it can be: \(known.joined(separator: ", "))"
            )
        }
    }
}
