/// What the engine knows about one image; only the fields used here.
package struct ImageInspect: Decodable, Sendable, Hashable {
    /// Digest of the configuration, `sha256:…`.
    package var id: String
    /// `name:tag` references.
    package var repoTags: [String]
    /// `name@digest` references; empty for images that were built here and never pushed.
    package var repoDigests: [String]
    /// Nil where the engine leaves it out.
    package var created: EngineTime?
    /// Bytes.
    package var size: Int64
    /// Architecture in Go's words, such as amd64.
    package var architecture: String
    /// Operating system, `linux`.
    package var operatingSystem: String
    /// Labels.
    package var labels: [String: String]
    /// Entrypoint; empty where there is none.
    package var entrypoint: [String]
    /// User that containers run as; empty means root.
    package var user: String

    /// Reads the engine's JSON.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(String.self, forKey: .id)
        let tags: [String] = try container.value(.repoTags, default: [])
        repoTags = tags.map(ImageName.familiar)
        repoDigests = try container.value(.repoDigests, default: [])
        created = try container.time(.created)
        size = try container.value(.size, default: 0)
        architecture = try container.value(.architecture, default: "")
        operatingSystem = try container.value(.operatingSystem, default: "")
        let config = try container.decodeIfPresent(ContainerConfig.self, forKey: .config)
        labels = config?.labels ?? [:]
        entrypoint = config?.entrypoint ?? []
        user = config?.user ?? ""
    }

    enum CodingKeys: String, CodingKey {
        case id = "Id"
        case repoTags = "RepoTags"
        case repoDigests = "RepoDigests"
        case created = "Created"
        case size = "Size"
        case architecture = "Architecture"
        case operatingSystem = "Os"
        case config = "Config"
    }
}

/// One line of an image list.
package struct ImageSummary: Decodable, Sendable, Hashable {
    /// Digest of the configuration, `sha256:…`.
    package var id: String
    /// References `name:tag`.
    package var repoTags: [String]
    /// Labels.
    package var labels: [String: String]
    /// Bytes.
    package var size: Int64
    /// Seconds since 1970.
    package var created: Int64

    /// Reads the engine's JSON.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(String.self, forKey: .id)
        let tags: [String] = try container.value(.repoTags, default: [])
        // Older engines write this for an image without a tag.
        repoTags = tags.filter { $0 != "<none>:<none>" }.map(ImageName.familiar)
        labels = try container.value(.labels, default: [:])
        size = try container.value(.size, default: 0)
        created = try container.value(.created, default: 0)
    }

    enum CodingKeys: String, CodingKey {
        case id = "Id"
        case repoTags = "RepoTags"
        case labels = "Labels"
        case size = "Size"
        case created = "Created"
    }
}

/// What a prune removed.
package struct ImagePruneResult: Decodable, Sendable, Hashable {
    /// Tags and ids that are gone.
    package var removed: [String]
    /// Bytes.
    package var spaceReclaimed: Int64

    /// Reads the engine's JSON.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let items: [ImageDeletion] = try container.value(.removed, default: [])
        // Podman leaves out what kind of digest an id is.
        removed = items.compactMap { $0.untagged ?? $0.deleted.map { $0.contains(":") ? $0 : "sha256:\($0)" } }
        spaceReclaimed = try container.value(.spaceReclaimed, default: 0)
    }

    enum CodingKeys: String, CodingKey {
        case removed = "ImagesDeleted"
        case spaceReclaimed = "SpaceReclaimed"
    }
}

/// One step of an image's removal.
struct ImageDeletion: Decodable {
    var untagged: String?
    var deleted: String?

    enum CodingKeys: String, CodingKey {
        case untagged = "Untagged"
        case deleted = "Deleted"
    }
}
