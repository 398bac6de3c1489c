package import Foundation

/// What an operator asks to be cleared up.
package struct CollectionRequest: Sendable, Hashable {
    /// Whether to tell only.
    package var isDryRun: Bool
    /// Seconds after its end that any result is kept this once, whatever else is set; nil goes by the settings alone.
    package var olderThan: TimeInterval?
    /// Whether images of agents go too.
    package var includesImages: Bool

    package init(isDryRun: Bool = false, olderThan: TimeInterval? = nil, includesImages: Bool = false) {
        self.isDryRun = isDryRun
        self.olderThan = olderThan
        self.includesImages = includesImages
    }
}

/// What was cleared up, or would have been.
package struct CollectionReport: Sendable, Hashable {
    /// Results, in the order in which they went.
    package var results: [RetentionPlan.Removal] = []
    /// Images.
    package var images: [ObsoleteImage] = []
    /// Images that are needed by no agent, and yet by a container or by another image.
    package var imagesInUse: [ObsoleteImage] = []

    package init() {}

    /// Bytes of the results.
    package var resultBytes: Int { results.reduce(0) { $0 + $1.result.bytes } }
}
