internal import Foundation
internal import Yams

/// The configuration file of `outpost serve`: YAML, a mapping of settings.
enum ServeFile {
    /// - Throws: ``CommandFailure`` when the file cannot be read or names an unknown setting.
    static func read(_ path: String) throws -> [ServeKey: String] {
        guard let contents = FileManager.default.contents(atPath: path) else {
            throw CommandFailure(.usage, "the configuration file '\(path)' cannot be read")
        }
        let node: Node?
        do {
            node = try Yams.compose(yaml: String(decoding: contents, as: UTF8.self))
        } catch {
            throw CommandFailure(.usage, "the configuration file '\(path)' is not YAML: \(error)")
        }
        guard let mapping = node?.mapping else {
            throw CommandFailure(.usage, "the configuration file '\(path)' is not a mapping of settings")
        }
        var values: [ServeKey: String] = [:]
        for (name, value) in mapping {
            guard let key = name.string.flatMap(ServeKey.init(rawValue:)) else {
                let known = ServeKey.allCases.map(\.rawValue).joined(separator: ", ")
                throw CommandFailure(
                    .usage,
                    "\(path): '\(name.string ?? "?")' is no setting",
                    hint: "settings: \(known)"
                )
            }
            guard let text = text(value) else {
                throw CommandFailure(.usage, "\(path): \(key.rawValue) has no usable value")
            }
            values[key] = text
        }
        return values
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
