internal import Foundation

/// One message of the engine's progress streams (build, pull, load); any of the fields may be missing.
struct ProgressMessage: Decodable {
    var stream: String?
    var status: String?
    var id: String?
    var current: Int64?
    var total: Int64?
    /// The result of a build.
    var imageID: String?
    /// A failure, after which nothing good follows.
    var failure: String?

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        stream = try container.decodeIfPresent(String.self, forKey: .stream)
        status = try container.decodeIfPresent(String.self, forKey: .status)
        id = try container.decodeIfPresent(String.self, forKey: .id)
        let detail = try container.decodeIfPresent(Detail.self, forKey: .detail)
        current = detail?.current
        total = detail?.total
        // BuildKit puts a string of its own here, and a push an object without an id.
        imageID = (try? container.decodeIfPresent(Result.self, forKey: .result))?.id
        let error = try container.decodeIfPresent(String.self, forKey: .error)
        failure = try container.decodeIfPresent(Failure.self, forKey: .failure)?.message ?? error
    }

    /// Decodes a message and turns a reported failure into an error.
    static func read(_ bytes: [UInt8], of call: String) throws(DockerError) -> ProgressMessage {
        let message: ProgressMessage = try DockerClient.decode(bytes, of: call)
        if let failure = message.failure { throw .stream(failure) }
        return message
    }

    /// The line of a progress bar, where this message is one.
    var progress: ImageProgress? {
        status.map { ImageProgress(layer: id, status: $0, current: current, total: total) }
    }

    private struct Detail: Decodable {
        var current: Int64?
        var total: Int64?
    }

    private struct Result: Decodable {
        var id: String

        enum CodingKeys: String, CodingKey {
            case id = "ID"
        }
    }

    private struct Failure: Decodable {
        var message: String
    }

    enum CodingKeys: String, CodingKey {
        case stream, status, id, error
        case detail = "progressDetail"
        case result = "aux"
        case failure = "errorDetail"
    }
}

/// How far one layer, or the whole, of an image transfer is.
package struct ImageProgress: Sendable, Hashable {
    /// Short id of a layer, or a tag; nil for the whole.
    package var layer: String?
    /// The engine's words, such as "Downloading".
    package var status: String
    /// Bytes done; nil outside transfers.
    package var current: Int64?
    /// Bytes in all, where known.
    package var total: Int64?

    /// Creates a progress message.
    package init(layer: String? = nil, status: String, current: Int64? = nil, total: Int64? = nil) {
        self.layer = layer
        self.status = status
        self.current = current
        self.total = total
    }
}
