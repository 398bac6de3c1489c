package import Foundation

/// Finds and removes images of agents that nothing needs any more.
package protocol ImageSweeper: Sendable {
    /// Images that we made before a time and that no agent's folder names now.
    ///
    /// - Throws: ``ContainerError``.
    func obsoleteImages(before time: Date) async throws -> [ObsoleteImage]

    /// Removes one of them.
    ///
    /// - Returns: false when a container has it, or another image stands on it.
    /// - Throws: ``ContainerError``.
    func remove(_ image: ObsoleteImage) async throws -> Bool
}

/// An image that nothing needs any more.
package struct ObsoleteImage: Sendable, Hashable {
    /// Its name.
    package let reference: String
    /// Bytes, with the layers that it shares with other images.
    package let bytes: Int

    package init(reference: String, bytes: Int) {
        self.reference = reference
        self.bytes = bytes
    }
}
