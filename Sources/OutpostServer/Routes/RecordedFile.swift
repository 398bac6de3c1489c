internal import Hummingbird
internal import OutpostCore

/// A file of a dispatch's artifacts as it is sent: with the bytes that its record counts, or as an error.
struct RecordedFile {
    /// Below ``directory``.
    let path: String
    let directory: String
    /// Bytes that the manifest counts; nil for the manifest itself.
    let size: Int?

    /// The file, or the part of it that `choose` makes of its size.
    ///
    /// - Throws: ``APIError``: 404 where there is none, 500 where it has another size than its record.
    func body(
        _ context: ServerContext,
        choosing choose: (Int) throws -> ClosedRange<Int>? = { _ in nil }
    ) async throws -> ResponseBody {
        let file = "\(directory)/\(path)"
        do {
            let whole = try await FileIO().loadFile(path: file, context: context)
            let found = whole.contentLength ?? 0
            if let size, size != found { throw APIError.changedArtifact(path, recorded: size, found: found) }
            guard let range = try choose(found) else { return Self.measured(whole) }
            return Self.measured(try await FileIO().loadFile(path: file, range: range, context: context))
        } catch is HTTPError {
            throw APIError.notFound("Artifact", path)
        }
    }

    /// The same body, which breaks off where it turns out longer or shorter than it says: what follows on the connection
    /// would be taken for a part of it.
    static func measured(_ body: ResponseBody) -> ResponseBody {
        let length = body.contentLength ?? 0
        return ResponseBody(contentLength: length) { writer in
            try await body.write(MeasuredWriter(whole: writer, left: length))
        }
    }

    /// A body has another length than it says.
    struct WrongLength: Error {}

    private struct MeasuredWriter: ResponseBodyWriter {
        var whole: any ResponseBodyWriter
        var left: Int

        @concurrent
        mutating func write(_ buffer: ByteBuffer) async throws {
            guard buffer.readableBytes <= left else { throw WrongLength() }
            left -= buffer.readableBytes
            try await whole.write(buffer)
        }

        @concurrent
        consuming func finish(_ trailingHeaders: HTTPFields?) async throws {
            guard left == 0 else { throw WrongLength() }
            try await whole.finish(trailingHeaders)
        }
    }
}
