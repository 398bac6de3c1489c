/// What a scripted model says and does, turn by turn, in every wire dialect.
///
/// An agent that has taken all the steps is answered with a closing text, so a script may end in an action.
package struct ModelScript: Sendable, Equatable {
    /// Name reported in responses; nil echoes the name that the request asked for.
    package var model: String?
    /// The assistant's turns, in order.
    package var steps: [ScriptStep]
    /// Faults to inject, looked up by the ordinal of the request.
    package var faults: [ScriptFault]
    /// Pause before the response's head; default none.
    package var delay: Duration
    /// Pause between two chunks of a streamed body; default none.
    package var chunkDelay: Duration

    /// Creates a script from its parts, without validation.
    package init(
        model: String? = nil,
        steps: [ScriptStep] = [],
        faults: [ScriptFault] = [],
        delay: Duration = .zero,
        chunkDelay: Duration = .zero
    ) {
        self.model = model
        self.steps = steps
        self.faults = faults
        self.delay = delay
        self.chunkDelay = chunkDelay
    }

    /// The first fault that applies to a request.
    func fault(forRequest ordinal: Int) -> ScriptFault? {
        faults.first { $0.applies(to: ordinal) }
    }
}

extension ModelScript: Codable {
    private enum CodingKeys: String, CodingKey, CaseIterable {
        case model, steps, faults, delay, chunkDelay
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
        model = try container.decodeIfPresent(String.self, forKey: .model)
        steps = try container.decodeIfPresent([ScriptStep].self, forKey: .steps) ?? []
        faults = try container.decodeIfPresent([ScriptFault].self, forKey: .faults) ?? []
        delay = try container.decodeIfPresent(ScriptDuration.self, forKey: .delay)?.value ?? .zero
        chunkDelay = try container.decodeIfPresent(ScriptDuration.self, forKey: .chunkDelay)?.value ?? .zero
        // A script of faults alone is whole: no request ever reaches a step.
        guard !steps.isEmpty || faults.contains(where: \.isPermanent) else {
            throw DecodingError.corrupted(decoder, "needs at least one step, or a fault with 'every: true'")
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(model, forKey: .model)
        try container.encode(steps, forKey: .steps)
        if !faults.isEmpty { try container.encode(faults, forKey: .faults) }
        if delay != .zero { try container.encode(ScriptDuration(value: delay), forKey: .delay) }
        if chunkDelay != .zero { try container.encode(ScriptDuration(value: chunkDelay), forKey: .chunkDelay) }
    }
}
