/// A mount asked for at create.
package struct Mount: Codable, Sendable, Hashable {
    /// What is mounted.
    package enum Kind: String, Codable, Sendable, Hashable {
        case bind, volume, tmpfs, image, npipe, cluster
    }

    /// What is mounted.
    package var kind: Kind
    /// Host path of a bind, name of a volume; nil for tmpfs and anonymous volumes.
    package var source: String?
    /// Absolute path inside.
    package var target: String
    /// Nil means writable.
    package var readOnly: Bool?
    /// Options of a bind.
    package var bindOptions: BindOptions?
    /// Options of a volume.
    package var volumeOptions: VolumeOptions?
    /// Options of a tmpfs.
    package var tmpfsOptions: TmpfsOptions?

    /// Creates a mount without further options.
    package init(kind: Kind, source: String? = nil, target: String, readOnly: Bool? = nil) {
        self.kind = kind
        self.source = source
        self.target = target
        self.readOnly = readOnly
    }

    /// Options of a bind.
    package struct BindOptions: Codable, Sendable, Hashable {
        /// `private`, `rprivate`, `slave`, … ; nil means `rprivate`.
        package var propagation: String?

        /// Creates options.
        package init(propagation: String? = nil) {
            self.propagation = propagation
        }

        enum CodingKeys: String, CodingKey {
            case propagation = "Propagation"
        }
    }

    /// Options of a volume that is created by the mount.
    package struct VolumeOptions: Codable, Sendable, Hashable {
        /// True does not copy the image's contents of the target into an empty volume.
        package var noCopy: Bool?
        /// Labels of a volume that the mount creates.
        package var labels: [String: String]?

        /// Creates options.
        package init(noCopy: Bool? = nil, labels: [String: String]? = nil) {
            self.noCopy = noCopy
            self.labels = labels
        }

        enum CodingKeys: String, CodingKey {
            case noCopy = "NoCopy"
            case labels = "Labels"
        }
    }

    /// Options of a tmpfs.
    package struct TmpfsOptions: Codable, Sendable, Hashable {
        /// Bytes that it may hold; nil means no limit but memory.
        package var sizeBytes: Int64?
        /// Permission bits of the mount's root.
        package var mode: Int?

        /// Creates options.
        package init(sizeBytes: Int64? = nil, mode: Int? = nil) {
            self.sizeBytes = sizeBytes
            self.mode = mode
        }

        enum CodingKeys: String, CodingKey {
            case sizeBytes = "SizeBytes"
            case mode = "Mode"
        }
    }

    enum CodingKeys: String, CodingKey {
        case kind = "Type"
        case source = "Source"
        case target = "Target"
        case readOnly = "ReadOnly"
        case bindOptions = "BindOptions"
        case volumeOptions = "VolumeOptions"
        case tmpfsOptions = "TmpfsOptions"
    }
}
