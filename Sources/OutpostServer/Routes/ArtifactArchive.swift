internal import Foundation
internal import Hummingbird
internal import OutpostCore

/// Every artifact of a dispatch as one tar, in a folder named by the dispatch; the same bytes every time.
///
/// It is made while it is sent: no more than a piece of one file is ever in memory.
struct ArtifactArchive {
    private let listing: ArtifactListing
    private var folder: String { listing.dispatch.id.text }
    private var modifiedAt: Int {
        Int((listing.dispatch.state.endedAt ?? listing.dispatch.createdAt).timeIntervalSince1970)
    }

    init(_ listing: ArtifactListing) {
        self.listing = listing
    }

    private struct Part {
        let header: [UInt8]
        let body: ResponseBody
        let padding: [UInt8]

        init(_ name: String, _ body: ResponseBody, modifiedAt: Int) {
            let size = body.contentLength ?? 0
            header = TarWriter.header(name, size: size, modifiedAt: modifiedAt)
            self.body = body
            padding = TarWriter.padding(after: size)
        }

        var size: Int { header.count + (body.contentLength ?? 0) + padding.count }
    }

    /// Writes one file of an archive, whose end is not the end of the answer.
    private struct PartWriter: ResponseBodyWriter {
        var whole: any ResponseBodyWriter

        @concurrent
        mutating func write(_ buffer: ByteBuffer) async throws { try await whole.write(buffer) }

        consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
    }

    func response(_ context: ServerContext) async throws -> Response {
        let parts = try await parts(context)
        let size = parts.reduce(TarWriter.endMarker.count) { $0 + $1.size }
        let body = ResponseBody(contentLength: size) { writer in
            for part in parts {
                try await writer.write(ByteBuffer(bytes: part.header))
                try await part.body.write(PartWriter(whole: writer))
                try await writer.write(ByteBuffer(bytes: part.padding))
            }
            try await writer.write(ByteBuffer(bytes: TarWriter.endMarker))
            try await writer.finish(nil)
        }
        return Response(
            status: .ok,
            headers: [
                .contentType: "application/x-tar",
                .contentDisposition: ContentDisposition.attachment(named: folder + ".tar"),
                .cacheControl: "private, no-store",
            ],
            body: body
        )
    }

    /// What the manifest lists, in its order, and the manifest; nothing before the artifacts are sealed.
    private func parts(_ context: ServerContext) async throws -> [Part] {
        guard !listing.files.isEmpty else { return [] }
        var parts: [Part] = []
        let files = listing.files.map { ($0.path, Optional($0.size)) } + [("manifest.json", nil)]
        for (path, size) in files {
            let file = RecordedFile(path: path, directory: listing.directory, size: size)
            parts.append(Part("\(folder)/\(path)", try await file.body(context), modifiedAt: modifiedAt))
        }
        return parts
    }
}
