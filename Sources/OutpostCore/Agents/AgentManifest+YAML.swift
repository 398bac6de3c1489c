internal import Yams

extension AgentManifest {
    /// Reads and validates an `agent.yaml`.
    ///
    /// - Throws: ``ManifestError`` with every problem found, not only the first.
    package init(yaml: String) throws(ManifestError) {
        let document: Document
        do {
            document = try YAMLDecoder().decode(Document.self, from: yaml)
        } catch let error as DecodingError {
            throw ManifestError(problems: [Self.describe(error)])
        } catch {
            throw ManifestError(problems: ["not valid YAML: \(error)"])
        }
        self = try document.validated()
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
    ///
    /// Unknown keys are reported, since a misspelt `egress` would otherwise be silently dropped.
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
        var unknownKeys: [String] = []

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

        enum CodingKeys: String, CodingKey, CaseIterable {
            case schema, name, summary, image, model, secrets, egress, env, maxConcurrent
        }

        private struct AnyKey: CodingKey {
            var stringValue: String
            var intValue: Int? { nil }
            init?(stringValue: String) { self.stringValue = stringValue }
            init?(intValue: Int) { nil }
        }

        init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: CodingKeys.self)
            schema = try values.decode(Int.self, forKey: .schema)
            name = try values.decode(String.self, forKey: .name)
            summary = try values.decode(String.self, forKey: .summary)
            image = try values.decode(String.self, forKey: .image)
            model = try values.decodeIfPresent(Model.self, forKey: .model)
            secrets = try values.decodeIfPresent(Secrets.self, forKey: .secrets)
            egress = try values.decodeIfPresent([String].self, forKey: .egress)
            env = try values.decodeIfPresent([String: String].self, forKey: .env)
            maxConcurrent = try values.decodeIfPresent(Int.self, forKey: .maxConcurrent)
            let known = Set(CodingKeys.allCases.map(\.stringValue))
            let all = try decoder.container(keyedBy: AnyKey.self).allKeys.map(\.stringValue)
            unknownKeys = all.filter { !known.contains($0) }.sorted()
        }
    }
}
