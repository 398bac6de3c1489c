/// One assistant turn: an optional text and the actions beside it.
///
/// Actions run in the order writes, edits, commands; another order takes several steps. A step of text alone ends the
/// agent's run, and the step after it answers the user's next prompt.
package struct ScriptStep: Sendable, Equatable {
    /// Text that the model says.
    package var say: String?
    /// Files to create or replace.
    package var writes: [FileWrite]
    /// Replacements inside existing files.
    package var edits: [FileEdit]
    /// Shell commands to run.
    package var commands: [String]

    /// Creates a step; one with no part at all says nothing and ends the run.
    package init(say: String? = nil, writes: [FileWrite] = [], edits: [FileEdit] = [], commands: [String] = []) {
        self.say = say
        self.writes = writes
        self.edits = edits
        self.commands = commands
    }

    /// The actions in the order in which they run.
    var actions: [ScriptAction] {
        writes.map(ScriptAction.write) + edits.map(ScriptAction.edit) + commands.map(ScriptAction.run)
    }
}

/// A single action of a step.
enum ScriptAction: Sendable, Equatable {
    case write(FileWrite)
    case edit(FileEdit)
    case run(String)
}

extension ScriptStep: Codable {
    private enum CodingKeys: String, CodingKey, CaseIterable {
        case say, write, edit, run
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
        say = try container.decodeIfPresent(String.self, forKey: .say)
        writes = try container.decodeIfPresent(OneOrMany<FileWrite>.self, forKey: .write)?.values ?? []
        edits = try container.decodeIfPresent(OneOrMany<FileEdit>.self, forKey: .edit)?.values ?? []
        commands = try container.decodeIfPresent(OneOrMany<String>.self, forKey: .run)?.values ?? []
        guard say != nil || !actions.isEmpty else {
            throw DecodingError.corrupted(decoder, "needs one of say, write, edit, run")
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(say, forKey: .say)
        if !writes.isEmpty { try container.encode(writes, forKey: .write) }
        if !edits.isEmpty { try container.encode(edits, forKey: .edit) }
        if !commands.isEmpty { try container.encode(commands, forKey: .run) }
    }
}
