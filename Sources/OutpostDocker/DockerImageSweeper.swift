internal import DockerEngine
package import Foundation
package import OutpostCore

/// Finds images that ``ImageBuilder`` made and that no agent's folder names any more.
///
/// Engines do not say who made their build cache, so that it is left alone.
package struct DockerImageSweeper: ImageSweeper {
    private let builder: ImageBuilder

    /// - Parameter builder: knows the names that images have now.
    package init(_ builder: ImageBuilder) {
        self.builder = builder
    }

    /// Maps to `GET /images/json` with our label as filter.
    package func obsoleteImages(before time: Date) async throws -> [ObsoleteImage] {
        let needed = try builder.references()
        let images: [ImageSummary]
        do throws(DockerError) {
            images = try await builder.client.listImages(labels: [ImageBuilder.label])
        } catch {
            throw ContainerError(error)
        }
        return images.filter { Date(timeIntervalSince1970: Double($0.created)) < time }.flatMap { image in
            // What somebody else built on an image of ours has its labels, but not its name.
            let names = image.repoTags.filter {
                $0 == image.labels[ImageBuilder.referenceLabel] && !needed.contains($0)
            }
            return names.map { ObsoleteImage(reference: $0, bytes: Int(image.size)) }
        }
    }

    /// Maps to `DELETE /images/{name}`, never by force.
    package func remove(_ image: ObsoleteImage) async throws -> Bool {
        do throws(DockerError) {
            try await builder.client.removeImage(image.reference)
            return true
        } catch {
            if case .conflict = error { return false }
            throw ContainerError(error)
        }
    }
}
