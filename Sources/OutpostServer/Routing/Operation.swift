internal import OutpostAPI

/// How a route stands in the OpenAPI document.
struct Operation: Sendable {
    /// Unique; the name in generated clients.
    let id: String
    let tag: Tag
    let summary: String
    /// Parameters of the query and the header, by reference.
    var parameters: [String] = []
    /// Schema of the body.
    var body: String?
    /// Whether the body may be left out.
    var isBodyOptional = false
    /// The good answer.
    let success: Success
    /// Statuses of the errors that only this route has.
    var errors: [Int] = []
    /// Where the good answer leads.
    var links: [Link] = []

    /// The groups of the document.
    enum Tag: String, Sendable, CaseIterable {
        case dispatches = "Dispatches"
        case artifacts = "Artifacts"
        case jobs = "Jobs"
        case workspaces = "Workspaces"
        case health = "Health"
        case administration = "Administration"
        case documentation = "Documentation"
    }

    /// Another operation that takes a value of the good answer.
    struct Link: Sendable {
        /// Its id.
        let operation: String
        /// Its parameter.
        let parameter: String
        /// Where the value stands in the answer, a JSON pointer.
        let pointer: String
    }

    /// A good answer.
    struct Success: Sendable {
        var status = 200
        var content: Content
        /// Another status with the same content.
        var alternative: Int?
        /// Headers that only these answers have, by reference.
        var headers: [String] = []
        /// Headers that only the answers with the other status have besides.
        var alternativeHeaders: [String] = []

        /// What it holds.
        enum Content: Sendable {
            /// A schema in the envelope.
            case envelope(String)
            /// A page of a schema in the envelope.
            case page(String)
            /// A list of a schema in the envelope, without pages.
            case list(String)
            /// A schema as it is.
            case plain(String)
            /// Another media type.
            case media(String)
            /// Server-sent events, each of a schema.
            case events(String)
        }

        static func envelope(_ schema: String, status: Int = 200) -> Success {
            Success(status: status, content: .envelope(schema))
        }
        static func page(_ schema: String) -> Success { Success(content: .page(schema)) }
        static func list(_ schema: String) -> Success { Success(content: .list(schema)) }
        static func plain(_ schema: String, or alternative: Int? = nil) -> Success {
            Success(content: .plain(schema), alternative: alternative)
        }
        static func media(_ type: String) -> Success { Success(content: .media(type)) }
        /// A file, whole or a range of it.
        static let file = Success(
            content: .media("*/*"),
            alternative: 206,
            headers: ["Accept-Ranges", "ETag"],
            alternativeHeaders: ["Content-Range"]
        )
        static func events(_ schema: String) -> Success { Success(content: .events(schema)) }
    }
}
