internal import Foundation
internal import OutpostAPI
internal import OutpostCore

extension DispatchDecoder {
    /// Reads what is optional about the dispatch itself.
    func readOptions(_ fields: inout FieldReader, into options: inout DispatchOptions) {
        options.context = fields.word("context", aliases: ["contextLevel", "context_level"]) ?? .standard
        options.workspaceMode = fields.word("workspaceMode", aliases: ["workspace_mode"]) ?? .ephemeral
        options.workspaceInit = fields.word("workspaceInitMode", aliases: ["workspace_init_mode"]) ?? .full
        if options.workspaceMode == .persistent {
            fields.warn("workspaceMode 'persistent' is noted, but workspaces do not outlive their dispatch yet")
        }
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
            if name.isEmpty { fields.refuse(path, "Tag name is empty") }
            if name.utf16.count > 128 { fields.refuse(path, "Tag name too long") }
            if text.utf16.count > 256 { fields.refuse(path, "Tag value too long") }
            tags[name] = text
        }
        return tags
    }

    /// What the request wants instead of the tier's resources.
    ///
    /// The model, and so the tier, is not known here: a half that is not named is the largest tier's, which is said.
    private func resources(_ fields: inout FieldReader) -> Resources? {
        let name = "resourceConstraints"
        guard let object = fields.object(name, aliases: ["constraints", "resource_constraints"]) else { return nil }
        var inner = FieldReader(object, prefix: name + ".")
        let memory = inner.integer("maxMemoryMb", in: 512...30_720)
        let cpu = inner.integer("maxCpuUnits", in: 256...4096)
        let disk = inner.integer("maxDiskGb", in: 21...200)
        inner.warnOfUnknownFields()
        if disk != nil { inner.warn("resourceConstraints.maxDiskGb is not enforced") }
        defer { fields.take(inner) }
        guard memory != nil || cpu != nil else { return nil }
        let largest = Tier.flagship.resources
        if memory == nil { inner.warn("resourceConstraints.maxMemoryMb not given: \(largest.memoryMiB) is used") }
        if cpu == nil { inner.warn("resourceConstraints.maxCpuUnits not given: \(largest.cpuUnits) is used") }
        return Resources(cpuUnits: cpu ?? largest.cpuUnits, memoryMiB: memory ?? largest.memoryMiB)
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
