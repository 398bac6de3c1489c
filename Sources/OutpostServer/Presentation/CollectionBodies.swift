package import OutpostAPI
package import OutpostCore

extension CollectionBody {
    /// Removals that are listed one by one.
    private static let listed = 1000

    /// A report as it stands on the wire.
    package init(_ report: CollectionReport, isDryRun: Bool) {
        self.init(
            dryRun: isDryRun,
            resultCount: report.results.count,
            resultBytes: report.resultBytes,
            results: report.results.prefix(Self.listed).map { removal in
                RemovedResultBody(
                    dispatchId: removal.result.id.text,
                    tenant: removal.result.tenant,
                    endedAt: APITime(removal.result.endedAt),
                    bytes: removal.result.bytes,
                    cause: removal.cause.rawValue
                )
            },
            images: report.images.map { RemovedImageBody(reference: $0.reference, bytes: $0.bytes) },
            imagesInUse: report.imagesInUse.map { RemovedImageBody(reference: $0.reference, bytes: $0.bytes) }
        )
    }
}

extension CollectionRequest {
    /// A request as it stood on the wire.
    package init(_ body: CollectBody) {
        self.init(
            isDryRun: body.dryRun ?? false,
            olderThan: body.olderThanSeconds.map { Double($0) },
            includesImages: body.images ?? false
        )
    }
}
