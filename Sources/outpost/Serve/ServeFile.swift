internal import Foundation
internal import OutpostCore
internal import Yams

/// The configuration file of `outpost serve`: YAML, a mapping of settings.
///
/// An empty file sets nothing.
struct ServeFile: Equatable {
    /// The file; empty where there is none.
    var path = ""
    var values: [ServeKey: Value] = [:]

    /// A setting, and the line that it is on.
    struct Value: Equatable {
        var text: String
        var line: Int
    }

    /// Where a setting stands, for people.
    func place(of key: ServeKey) -> String {
        "\(path), line \(values[key]?.line ?? 0): \(key.rawValue)"
    }

    /// The file that the option or `OUTPOST_CONFIG` names; an empty one where neither does.
    static func named(_ option: String?, environment: [String: String]) throws -> ServeFile {
        let path = option ?? environment["OUTPOST_CONFIG"].flatMap { $0.isEmpty ? nil : $0 }
        return try path.map(read) ?? ServeFile()
    }

    /// - Throws: ``CommandFailure`` when the file cannot be read or names an unknown setting.
    static func read(_ path: String) throws -> ServeFile {
        let contents: Data
        do {
            contents = try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            throw CommandFailure(
                .usage,
                "the configuration file '\(path)' cannot be read: \(ErrorText.sentence(error))",
                hint: "name another with --config or OUTPOST_CONFIG"
            )
        }
        var file = ServeFile(path: path)
        guard let node = try compose(String(decoding: contents, as: UTF8.self), path) else { return file }
        guard let mapping = node.mapping else {
            throw failure(
                path,
                node,
                "this is not a mapping of settings",
                hint: "one setting a line, such as: port: 3000"
            )
        }
        for (name, value) in mapping {
            guard let key = name.string.flatMap(ServeKey.init(rawValue:)) else {
                let known = ServeKey.allCases.map(\.rawValue).joined(separator: ", ")
                throw failure(path, name, "'\(name.string ?? "?")' is no setting", hint: "settings: \(known)")
            }
            guard let text = text(value) else {
                throw failure(path, name, "\(key.rawValue) has no usable value", hint: "a text, a number or a list")
            }
            file.values[key] = Value(text: text, line: name.mark?.line ?? 0)
        }
        return file
    }

    /// The document; nil where the file holds nothing but blanks and comments.
    private static func compose(_ text: String, _ path: String) throws -> Node? {
        do {
            guard let node = try Yams.compose(yaml: text) else { return nil }
            return node.null == nil ? node : nil
        } catch YamlError.scanner(_, let problem, let mark, _), YamlError.parser(_, let problem, let mark, _),
            YamlError.composer(_, let problem, let mark, _)
        {
            throw failure(path, mark.line, "this is not YAML: \(problem)", hint: hint)
        } catch YamlError.duplicatedKeysInMapping(let duplicates, let context) {
            let names = duplicates.sorted().joined(separator: ", ")
            throw failure(path, context.mark.line, "\(names) is set more than once", hint: "keep one of them")
        } catch {
            throw CommandFailure(.usage, "the configuration file '\(path)' is not YAML", hint: hint)
        }
    }

    private static let hint = "one setting a line, such as: port: 3000"

    private static func failure(_ path: String, _ node: Node, _ problem: String, hint: String) -> CommandFailure {
        failure(path, node.mark?.line ?? 0, problem, hint: hint)
    }

    private static func failure(_ path: String, _ line: Int, _ problem: String, hint: String) -> CommandFailure {
        CommandFailure(.usage, "\(path), line \(line): \(problem)", hint: hint)
    }

    /// A scalar as it is; a list with commas; a mapping as `name=value,…`, which is how flags and variables write one.
    private static func text(_ node: Node) -> String? {
        if let scalar = node.scalar { return scalar.string }
        if let sequence = node.sequence {
            let words = sequence.compactMap(\.string)
            return words.count == sequence.count ? words.joined(separator: ",") : nil
        }
        guard let mapping = node.mapping else { return nil }
        let pairs = mapping.compactMap { name, value in
            name.string.flatMap { name in value.string.map { "\(name)=\($0)" } }
        }
        return pairs.count == mapping.count ? pairs.joined(separator: ",") : nil
    }
}
