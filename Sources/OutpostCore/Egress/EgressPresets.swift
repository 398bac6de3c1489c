internal import Foundation
internal import Yams

/// Named groups of hosts, read from `egress.yaml` beside the agents.
package struct EgressPresets: Sendable, Hashable {
    /// One group.
    package struct Preset: Sendable, Hashable {
        /// Its name, formed as an agent's is.
        package let name: String
        /// One line for lists.
        package let summary: String
        /// Whether it is on where no policy says otherwise.
        package let isDefault: Bool
        /// Its hosts.
        package let hosts: [EgressPattern]
    }

    /// The file's name.
    package static let fileName = "egress.yaml"

    /// The groups, by name.
    package let presets: [Preset]

    /// Makes presets; without any, nothing is open by default.
    package init(_ presets: [Preset] = []) {
        self.presets = presets.sorted { $0.name < $1.name }
    }

    /// Reads the file of each directory that has one; where a name stands in two, the earlier directory wins.
    ///
    /// - Throws: ``ManifestError`` for a file that cannot be used.
    package static func read(directories: [String]) throws(ManifestError) -> EgressPresets {
        var found: [String: Preset] = [:]
        for directory in directories {
            let path = directory + "/" + fileName
            guard let contents = FileManager.default.contents(atPath: path) else { continue }
            for preset in try EgressPresets(yaml: String(decoding: contents, as: UTF8.self)).presets
            where found[preset.name] == nil {
                found[preset.name] = preset
            }
        }
        return EgressPresets(Array(found.values))
    }

    /// Reads a mapping of names to `summary`, `default` and `hosts`.
    ///
    /// - Throws: ``ManifestError`` with every problem found.
    package init(yaml: String) throws(ManifestError) {
        let document: [String: Document]
        do {
            document = try YAMLDecoder().decode([String: Document].self, from: yaml)
        } catch {
            throw ManifestError(problems: ["\(Self.fileName): not a mapping of presets: \(error)"])
        }
        var problems: [String] = []
        var presets: [Preset] = []
        for (name, entry) in document.sorted(by: { $0.key < $1.key }) {
            if !AgentManifest.isName(name) { problems.append("\(Self.fileName): '\(name)' is not a preset's name") }
            let patterns = entry.hosts.map { EgressPattern($0) }
            problems += zip(entry.hosts, patterns).filter { $1 == nil }
                .map { "\(Self.fileName): \(name): '\($0.0)' is not host:port" }
            presets.append(
                Preset(
                    name: name,
                    summary: entry.summary,
                    isDefault: entry.isDefault ?? false,
                    hosts: patterns.compactMap(\.self)
                )
            )
        }
        guard problems.isEmpty else { throw ManifestError(problems: problems) }
        self.init(presets)
    }

    private struct Document: Decodable {
        var summary: String
        var isDefault: Bool?
        var hosts: [String]

        enum CodingKeys: String, CodingKey {
            case summary, hosts
            case isDefault = "default"
        }
    }
}
