/// A manifest that cannot be used, with everything that is wrong with it.
package struct ManifestError: Error, Sendable, Hashable {
    /// One sentence a problem, each naming the key.
    package let problems: [String]
}

extension AgentManifest.Document {
    func validated(unknownKeys: [String]) throws(ManifestError) -> AgentManifest {
        var problems = unknownKeys.map { "'\($0)' is not a key of an agent.yaml" }
        if schema != 1 { problems.append("schema: \(schema) is not supported; this version reads schema 1") }
        if !AgentManifest.isName(name) {
            problems.append("name: '\(name)' must be a lower-case letter, then up to 31 letters, digits or '-'")
        }
        if summary.isEmpty || summary.contains(where: \.isNewline) { problems.append("summary: must be one line") }
        if !AgentManifest.isImageRepository(image) {
            problems.append("image: '\(image)' must be a repository name in lower case, without a tag")
        }
        let rules = (egress ?? []).map { ($0, EgressRule($0)) }
        problems += rules.filter { $0.1 == nil }.map { "egress: '\($0.0)' is not host:port" }
        for variable in (env ?? [:]).keys.sorted() where !EnvironmentName.isAllowed(variable) {
            problems.append("env: '\(variable)' is not a name that an agent may set")
        }
        let optional = secrets?.optional ?? []
        for secret in optional where !EnvironmentName.isAllowed(secret) {
            problems.append("secrets.optional: '\(secret)' is not a name that a secret may have")
        }
        if let maxConcurrent, maxConcurrent < 1 { problems.append("maxConcurrent: must be at least 1") }
        if let runtime, !ContainerRuntime.isName(runtime) {
            problems.append("runtime: '\(runtime)' is not the name of a container runtime, such as runsc")
        }
        let model = self.model.map { $0.validated(&problems) }
        if self.model == nil, direct != nil { problems.append("direct: an agent without a model has no use for it") }
        let direct = self.direct?.validated(&problems, providerKey: self.model?.auth.secret)
        let harnesses = validatedHarnesses(&problems)
        guard problems.isEmpty else { throw ManifestError(problems: problems) }
        return AgentManifest(
            name: name,
            summary: summary,
            image: image,
            model: model ?? nil,
            optionalSecrets: optional,
            egress: rules.compactMap(\.1),
            environment: env ?? [:],
            maximumConcurrent: maxConcurrent ?? 5,
            harnesses: harnesses,
            runtime: runtime,
            direct: direct
        )
    }
}

extension AgentManifest.Document.Model {
    fileprivate func validated(_ problems: inout [String]) -> AgentModel? {
        let before = problems.count
        let wire = ModelDialect(rawValue: dialect)
        if wire == nil {
            let known = ModelDialect.allCases.map(\.rawValue).joined(separator: ", ")
            problems.append("model.dialect: '\(dialect)' is none of \(known)")
        }
        if !UpstreamURL.isValid(upstream) {
            problems.append("model.upstream: '\(upstream)' is not an http or https URL")
        }
        if !EnvironmentName.isWellFormed(auth.secret) {
            problems.append("model.auth.secret: '\(auth.secret)' is not a secret's name")
        }
        if auth.header.isEmpty || auth.header.contains(where: { !($0.isLetter || $0.isNumber || $0 == "-") }) {
            problems.append("model.auth.header: '\(auth.header)' is not a header's name")
        }
        if ids.isEmpty { problems.append("model.ids: must name at least one model") }
        var seen: Set<String> = []
        let models = ids.compactMap { identifier -> ModelID? in
            for name in [identifier.id] + (identifier.aliases ?? []) where !seen.insert(name).inserted {
                problems.append("model.ids: '\(name)' stands twice")
            }
            guard let tier = Tier(rawValue: identifier.tier) else {
                problems.append("model.ids: tier '\(identifier.tier)' is none of flagship, balanced, fast")
                return nil
            }
            return ModelID(id: identifier.id, tier: tier, aliases: identifier.aliases ?? [])
        }
        guard problems.count == before, let wire else { return nil }
        return AgentModel(
            dialect: wire,
            upstream: UpstreamURL.normalised(upstream),
            authHeader: auth.header.lowercased(),
            authSecret: auth.secret,
            ids: models
        )
    }
}

extension AgentManifest {
    /// Whether a text can be an agent's name.
    package static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first) else { return false }
        return text.utf8.count <= 32 && text.utf8.allSatisfy(Self.isNameByte)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
        default: false
        }
    }

    fileprivate static func isImageRepository(_ text: String) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        return text.utf8.count <= 128
            && parts.allSatisfy { part in
                guard let first = part.utf8.first, first != UInt8(ascii: "-") else { return false }
                return part.utf8.allSatisfy { isNameByte($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".") }
            }
    }
}
