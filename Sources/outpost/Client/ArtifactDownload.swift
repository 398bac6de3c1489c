internal import CurlHTTP
internal import Foundation
internal import OutpostAPI
internal import OutpostCore
internal import OutpostStore

/// Fetches one artifact into a file: what is there of an earlier attempt is gone on with, and the whole is checked.
struct ArtifactDownload {
    let connection: ServerConnection
    let id: String
    let artifact: ArtifactBody
    /// Where it goes; what is there already is not touched.
    let path: String
    var patience = Patience()

    private static let deadline = Duration.seconds(3600)

    /// Named after what is to be in it, so that nothing else is gone on with.
    private var partial: String {
        let file = URL(fileURLWithPath: path)
        return file.deletingLastPathComponent().path + "/.\(file.lastPathComponent).\(artifact.sha256.prefix(16)).part"
    }

    /// Fetches it, unless the same file is there.
    ///
    /// - Throws: ``CommandFailure``, `CurlError`.
    mutating func run() async throws {
        let files = FileManager.default
        if (try? files.attributesOfItem(atPath: path)) != nil {
            guard isWhole(path) else {
                throw CommandFailure(
                    .storage,
                    "\(path) is there and is another file",
                    hint: "name another folder with -o"
                )
            }
            return
        }
        do {
            try files.createDirectory(
                atPath: URL(fileURLWithPath: path).deletingLastPathComponent().path,
                withIntermediateDirectories: true
            )
        } catch {
            throw CommandFailure(.storage, "the folder of \(path) cannot be made: \(ErrorText.sentence(error))")
        }
        var wasResumed = try await fetch()
        if !isWhole(partial), wasResumed {
            // What an earlier attempt left was of something else.
            try? files.removeItem(atPath: partial)
            wasResumed = try await fetch()
        }
        guard isWhole(partial) else {
            try? files.removeItem(atPath: partial)
            throw CommandFailure(
                .infrastructure,
                "\(artifact.key) arrived with another SHA-256 than its listing says, and was not kept",
                hint: "fetch it again; if it stays so, the server's data or something between has changed it"
            )
        }
        do {
            try files.moveItem(atPath: partial, toPath: path)
        } catch {
            throw CommandFailure(.storage, "\(path) cannot be written: \(ErrorText.sentence(error))")
        }
    }

    private func isWhole(_ path: String) -> Bool {
        (try? FileDigest.sha256(ofFile: path)) == artifact.sha256
    }

    /// Fetches what is missing, over connections that break.
    ///
    /// - Returns: whether there was something before.
    private mutating func fetch() async throws -> Bool {
        var had = (try? FileManager.default.attributesOfItem(atPath: partial))?[.size] as? Int ?? 0
        let wasResumed = had > 0
        while had < artifact.sizeBytes || had == 0 {
            do {
                try await fetch(from: had)
                break
            } catch let error as CurlError {
                if case .cancelled = error { throw error }
                try await patience.wait(orThrow: error)
            }
            let now = (try? FileManager.default.attributesOfItem(atPath: partial))?[.size] as? Int ?? 0
            if now > had { patience.reset() }
            had = now
        }
        return wasResumed
    }

    private func fetch(from start: Int) async throws {
        let headers: CurlHeaders =
            start > 0 ? ["Range": "bytes=\(start)-", "If-Range": "\"\(artifact.sha256)\""] : [:]
        let request = connection.request("GET", try target(), headers: headers, deadline: Self.deadline)
        let response = try await connection.curl.send(request)
        guard response.status == 200 || response.status == 206 else {
            let body = try await response.body.collect(limit: 1 << 20)
            throw connection.failure(response.status, body, of: "GET \(artifact.key)")
        }
        do {
            var writer = try writer(at: response.status == 206 ? start : 0)
            for try await piece in response.body { try writer.write(piece[...]) }
            try writer.sync()
        } catch let error as CurlError {
            throw error
        } catch {
            throw CommandFailure(.storage, "\(partial) cannot be written: \(ErrorText.sentence(error))")
        }
    }

    private func writer(at size: Int) throws -> FileWriter {
        (try? FileManager.default.attributesOfItem(atPath: partial)) == nil
            ? try FileWriter(creating: partial) : try FileWriter(resuming: partial, at: size)
    }

    /// The path of the artifact's link, which is good under every name that the server has.
    private func target() throws -> String {
        let mark = "/artifacts/\(id)/"
        guard let range = artifact.url.range(of: mark) else {
            throw CommandFailure(.infrastructure, "the server gives a link to \(artifact.key) that is not its own")
        }
        return mark + artifact.url[range.upperBound...]
    }
}
