internal import Yams

extension AgentManifest {
    /// Reads and validates an `agent.yaml`.
    ///
    /// - Throws: ``ManifestError`` with every problem found, not only the first.
    package init(yaml: String) throws(ManifestError) {
        let document: Document
        let unknown: [String]
        do {
            document = try YAMLDecoder().decode(Document.self, from: yaml)
            unknown = try Self.unknownKeys(in: yaml)
        } catch let error as DecodingError {
            throw ManifestError(problems: [Self.describe(error)])
        } catch {
            throw ManifestError(problems: ["not valid YAML: \(error)"])
        }
        self = try document.validated(unknownKeys: unknown)
    }

    private static func describe(_ error: DecodingError) -> String {
        func path(_ context: DecodingError.Context) -> String {
            let keys = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }
            return keys.isEmpty ? "the file" : keys.joined(separator: ".")
        }
        return switch error {
        case .keyNotFound(let key, let context): "\(path(context)): '\(key.stringValue)' is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context): "\(path(context)): has the wrong type"
        case .dataCorrupted(let context): "\(path(context)): \(context.debugDescription)"
        @unknown default: "\(error)"
        }
    }

    /// The file's shape.
    struct Document: Decodable {
        var schema: Int
        var name: String
        var summary: String
        var image: String
        var model: Model?
        var secrets: Secrets?
        var egress: [String]?
        var env: [String: String]?
        var maxConcurrent: Int?
        var harnesses: [Harness]?
        var runtime: String?
        var direct: Direct?

        struct Model: Decodable {
            var dialect: String
            var upstream: String
            var auth: Auth
            var ids: [Identifier]
        }

        struct Auth: Decodable {
            var header: String
            var secret: String
        }

        struct Identifier: Decodable {
            var id: String
            var tier: String
            var aliases: [String]?
        }

        struct Secrets: Decodable {
            var optional: [String]?
        }
    }
}
