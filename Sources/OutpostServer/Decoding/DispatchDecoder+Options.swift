internal import Foundation
internal import OutpostAPI
internal import OutpostCore

extension DispatchDecoder {
    /// Reads what is optional about the dispatch itself.
    func readOptions(_ fields: inout FieldReader, hasRepository: Bool, into options: inout DispatchOptions) {
        let words = ContextLevel.named.map(\.text)
        let context = fields.word("context", aliases: ["contextLevel", "context_level"], among: words)
        options.context = context.flatMap { ContextLevel($0) } ?? .standard
        options.workspaceMode = fields.word("workspaceMode", aliases: ["workspace_mode"]) ?? .ephemeral
        options.workspaceInit = fields.word("workspaceInitMode", aliases: ["workspace_init_mode"]) ?? .full
        if let context, options.context != .none, !hasRepository || options.workspaceInit == .none {
            fields.warn("context '\(context)' has no effect: there is no repository to take it from")
        }
        // A request may narrow what the tenant's policy opens, never widen it.
        let reach = fields.word("egress", among: [EgressMode.none.rawValue, EgressMode.policy.rawValue])
        options.egress = reach.flatMap { EgressMode(rawValue: $0) }
        let credentials: CredentialRoute? = fields.word("credentials")
        options.credentials = credentials == .gateway ? nil : credentials
        options.tags = tags(&fields)
        options.resources = resources(&fields)
        options.expiresAt = expiry(&fields)
    }

    private func tags(_ fields: inout FieldReader) -> [String: String] {
        guard let object = fields.object("tags") else { return [:] }
        var tags: [String: String] = [:]
        if object.count > 50 { fields.refuse("tags", "At most 50 tags are taken") }
        for (name, value) in object.sorted(by: { $0.key < $1.key }) {
            let path = "tags.\(name.prefix(128))"
            guard case .string(let text) = value else {
                fields.refuse(path, "Expected string, received \(value.kind)")
                continue
            }
            if name.utf8.contains(0) || text.utf8.contains(0) { fields.refuse(path, FieldReader.nulRefusal) }
            if name.isEmpty { fields.refuse(path, "Tag name is empty") }
            if name.utf16.count > 128 { fields.refuse(path, "Tag name too long") }
            if text.utf16.count > 256 { fields.refuse(path, "Tag value too long") }
            tags[name] = text
        }
        return tags
    }

    /// What the request wants instead of the tier's resources.
    private func resources(_ fields: inout FieldReader) -> ResourceRequest {
        let name = "resourceConstraints"
        guard let object = fields.object(name, aliases: ["constraints", "resource_constraints"]) else {
            return ResourceRequest()
        }
        var inner = FieldReader(object, prefix: name + ".")
        let memory = inner.integer("maxMemoryMb", in: 512...30_720)
        let cpu = inner.integer("maxCpuUnits", in: 256...4096)
        let disk = inner.integer("maxDiskGb", in: 21...200)
        inner.warnOfUnknownFields()
        if disk != nil { inner.warn("resourceConstraints.maxDiskGb is not enforced") }
        fields.take(inner)
        return ResourceRequest(cpuUnits: cpu, memoryMiB: memory)
    }

    private func expiry(_ fields: inout FieldReader) -> Date? {
        let name = "expires_at"
        guard let text = fields.string(name, aliases: ["expiresAt"]) else { return nil }
        guard let time = APITime(text) else {
            fields.refuse(name, "Invalid datetime")
            return nil
        }
        if time.date <= now { fields.refuse(name, "Must be in the future") }
        return time.date
    }
}
