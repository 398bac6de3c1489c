internal import Foundation
internal import OutpostAPI
internal import OutpostCore

extension Presenter {
    /// The artifacts with their links.
    ///
    /// - Parameters:
    ///   - listing: the artifacts.
    ///   - lifetime: seconds that the links work.
    ///   - reveals: whether the links give what holds a secret, too.
    ///   - base: the base URL of the links.
    ///   - signer: signs them.
    /// - Returns: the body.
    func artifacts(
        _ listing: ArtifactListing,
        lifetime: Int,
        reveals: Bool,
        base: String,
        signer: Signer
    ) -> ArtifactsBody {
        let expires = Int(now.timeIntervalSince1970) + lifetime
        let artifacts = listing.files.map { file in
            let link = SignedLink(
                tenant: listing.dispatch.tenant,
                dispatch: listing.dispatch.id,
                path: file.path,
                expires: expires,
                reveals: reveals
            )
            var body = ArtifactBody(
                type: ArtifactKind(of: file.path).rawValue,
                key: file.path,
                url: link.url(base: base, signer: signer),
                expiresAt: APITime(Date(timeIntervalSince1970: Double(expires))),
                sizeBytes: file.size,
                contentType: file.type,
                sha256: file.sha256
            )
            body.containsSecret = file.containsSecret
            body.secretNames = file.secretNames
            return body
        }
        let archive = SignedLink(
            tenant: listing.dispatch.tenant,
            dispatch: listing.dispatch.id,
            path: nil,
            expires: expires,
            reveals: reveals
        )
        var body = ArtifactsBody(
            dispatchId: listing.dispatch.id.text,
            artifacts: artifacts,
            status: listing.dispatch.state.status.rawValue,
            archiveUrl: artifacts.isEmpty ? nil : archive.url(base: base, signer: signer)
        )
        body.removed = listing.dispatch.removal.map {
            ArtifactsRemoval(at: APITime($0.at), cause: $0.cause.rawValue)
        }
        return body
    }
}

/// What an artifact is, judged by its path as Outpost v2 did.
enum ArtifactKind: String, CaseIterable {
    case logs, metadata, workspace, output

    init(of path: String) {
        let rooted = "/" + path
        if path.hasSuffix(".log") || rooted.contains("/logs/") {
            self = .logs
        } else if path.hasSuffix(".json"), path.contains("metadata") {
            self = .metadata
        } else if rooted.contains("/workspace/") {
            self = .workspace
        } else {
            self = .output
        }
    }
}
