internal import Foundation
internal import Hummingbird
internal import OutpostAPI
internal import OutpostCore

/// What a dispatch left.
struct ArtifactsModel {
    let rows: [Row]
    let archive: String?
    let note: String?

    /// Where a file can be had; nil where it cannot.
    func link(to path: String) -> String? { rows.first { $0.path == path }?.link }

    struct Row {
        let path: String
        let link: String?
        let size: String
        let withheldWhy: String?
    }

    init(_ body: ArtifactsBody, hasEnded: Bool) {
        rows = body.artifacts.map { artifact in
            let isWithheld = artifact.containsSecret == true
            return Row(
                path: VisibleText.of(artifact.key),
                link: isWithheld ? nil : artifact.url,
                size: Presenter.formatted(bytes: artifact.sizeBytes),
                withheldWhy: isWithheld ? DiffModel.withheldText(artifact.secretNames ?? []) : nil
            )
        }
        archive = body.artifacts.contains { $0.containsSecret == true } ? nil : body.archiveUrl
        if let removed = body.removed {
            note = "They were removed at \(removed.at) (\(removed.cause))."
        } else if body.artifacts.isEmpty {
            note = hasEnded ? "It left none." : "They are here once it has ended."
        } else {
            note = nil
        }
    }
}
