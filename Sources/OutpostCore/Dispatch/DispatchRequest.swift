/// What somebody asks for, checked; the part of a dispatch that never changes.
package struct DispatchRequest: Sendable, Hashable {
    /// The agent's name.
    package let agent: String
    /// The resolved model id, or `none`.
    package let model: String
    /// The model's tier.
    package let tier: Tier
    /// The task, 1 to ``maximumTaskLength`` characters.
    package let task: String
    /// The repository as the user named it (a path, a URL, `owner/name`); nil for an empty workspace.
    package let repository: String?
    /// Branch, tag or commit; nil for the repository's default.
    package let reference: String?
    /// Seconds that the agent may run, from its start.
    package let timeoutSeconds: Int
    /// Secrets to hand to the agent as environment, by name; values are never part of a request.
    package let secretNames: [String]

    /// What is optional.
    package let options: DispatchOptions

    /// CPU, memory and processes of the container.
    package var resources: Resources {
        var resources = tier.resources
        if let cpuUnits = options.resources.cpuUnits { resources.cpuUnits = cpuUnits }
        if let memoryMiB = options.resources.memoryMiB { resources.memoryMiB = memoryMiB }
        return resources
    }

    /// Characters of the longest task, as Outpost v2 has it.
    package static let maximumTaskLength = 50_000
    /// Bounds of the timeout in seconds, as Outpost v2 has them.
    package static let timeoutRange = 30...86_400
    /// The timeout of a request that names none, as Outpost v2 has it.
    package static let defaultTimeoutSeconds = 600

    /// Checks and makes a request.
    ///
    /// - Throws: ``InvalidRequest``.
    package init(
        agent: AgentManifest,
        model: String? = nil,
        task: String,
        repository: String? = nil,
        reference: String? = nil,
        timeoutSeconds: Int = defaultTimeoutSeconds,
        secretNames: [String] = [],
        options: DispatchOptions = DispatchOptions()
    ) throws(InvalidRequest) {
        let resolved = try agent.resolveModel(model)
        guard !task.allSatisfy(\.isWhitespace) else { throw .task("the task is empty") }
        guard task.count <= Self.maximumTaskLength else {
            throw .task("the task has \(task.count) characters; at most \(Self.maximumTaskLength) are taken")
        }
        guard !task.unicodeScalars.contains("\0") else { throw .task("the task contains a NUL character") }
        guard Self.timeoutRange.contains(timeoutSeconds) else { throw .timeout(seconds: timeoutSeconds) }
        if let reference, !Self.isReference(reference) {
            throw .reference(name: reference, repository: repository ?? "")
        }
        if options.isDirect, agent.direct == nil {
            throw .credentials("the agent \(agent.name) takes no direct credentials; its agent.yaml has no 'direct'")
        }
        for name in secretNames where !EnvironmentName.isAllowed(name) {
            throw .secretName(name: name, reason: "that name is reserved or malformed")
        }
        self.agent = agent.name
        self.model = resolved.id
        self.tier = resolved.tier
        self.task = task
        self.repository = repository
        self.reference = reference
        self.timeoutSeconds = timeoutSeconds
        self.secretNames = secretNames
        self.options = options
    }

    /// Restores a request that was checked when it was stored.
    package init(
        storedAgent agent: String,
        model: String,
        tier: Tier,
        task: String,
        repository: String?,
        reference: String?,
        timeoutSeconds: Int,
        secretNames: [String],
        options: DispatchOptions
    ) {
        self.agent = agent
        self.model = model
        self.tier = tier
        self.task = task
        self.repository = repository
        self.reference = reference
        self.timeoutSeconds = timeoutSeconds
        self.secretNames = secretNames
        self.options = options
    }

    /// Whether git could take the text as a branch, tag or commit: never an option, no control characters, no `..`.
    package static func isReference(_ text: String) -> Bool {
        // As git reads it: a combining mark would hide a character from Swift's strings.
        let bytes = Array(text.utf8)
        let edges: Set<UInt8> = Set("-/".utf8)
        guard let first = bytes.first, let last = bytes.last, bytes.count <= 255, !edges.contains(first),
            last != UInt8(ascii: "/"), !bytes.suffix(5).elementsEqual(".lock".utf8),
            !bytes.contains("..".utf8), !bytes.contains("@{".utf8)
        else { return false }
        let forbidden = Set(" ~^:?*[\\".utf8)
        return bytes.allSatisfy { $0 > 31 && $0 != 127 && !forbidden.contains($0) }
    }
}
