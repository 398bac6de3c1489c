internal import Yams

/// A script that cannot be used, and where it is wrong.
package struct ModelScriptError: Error, Equatable, CustomStringConvertible {
    /// One sentence for the person who wrote the script.
    package var description: String

    init(_ description: String) {
        self.description = description
    }
}

extension ModelScript {
    /// Reads a script from YAML; throws `ModelScriptError`.
    package static func parse(yaml: String) throws -> ModelScript {
        do {
            return try YAMLDecoder().decode(ModelScript.self, from: yaml)
        } catch let error as DecodingError {
            throw ModelScriptError(describe(error))
        } catch let error as YamlError {
            throw ModelScriptError("the script is not valid YAML: \(error)")
        }
    }

    private static func describe(_ error: DecodingError) -> String {
        switch error {
        case .keyNotFound(let key, let context):
            "\(place(context.codingPath)): '\(key.stringValue)' is missing"
        case .valueNotFound(_, let context):
            "\(place(context.codingPath)): has no value"
        case .typeMismatch(_, let context):
            "\(place(context.codingPath)): has the wrong type"
        case .dataCorrupted(let context):
            if let error = context.underlyingError as? YamlError {
                "the script is not valid YAML: \(error)"
            } else {
                "\(place(context.codingPath)): \(context.debugDescription)"
            }
        @unknown default: "the script cannot be read: \(error)"
        }
    }

    /// `steps[0].edit.old` as `step 1, edit, old`: people count steps from one.
    private static func place(_ path: [any CodingKey]) -> String {
        var words: [String] = []
        for key in path {
            if let index = key.intValue, let list = words.popLast() {
                words.append("\(list == "steps" ? "step" : list == "faults" ? "fault" : list) \(index + 1)")
            } else {
                words.append(key.stringValue)
            }
        }
        return words.isEmpty ? "the script" : words.joined(separator: ", ")
    }
}
