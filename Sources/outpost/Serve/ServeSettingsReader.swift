internal import OutpostCore

/// Looks a setting up in the places that may have it, in order.
struct ServeSettingsReader {
    let flags: [ServeKey: String]
    let environment: [String: String]
    let file: ServeFile

    func text(_ key: ServeKey) -> String? { found(key)?.value }

    func number(_ key: ServeKey, in range: ClosedRange<Int>) throws -> Int? {
        guard let (value, place) = found(key) else { return nil }
        guard let number = Int(value), range.contains(number) else {
            throw CommandFailure(
                .usage,
                "\(place): '\(value)' is not a number from \(range.lowerBound) to \(range.upperBound)"
            )
        }
        return number
    }

    func flag(_ key: ServeKey) throws -> Bool? {
        guard let (value, place) = found(key) else { return nil }
        switch value.lowercased() {
        case "1", "true", "yes": return true
        case "0", "false", "no": return false
        default: throw CommandFailure(.usage, "\(place): '\(value)' is neither true nor false")
        }
    }

    /// One of a few words.
    func word(_ key: ServeKey, of words: [String]) throws -> String? {
        guard let (value, place) = found(key) else { return nil }
        guard words.contains(value) else {
            throw CommandFailure(.usage, "\(place): '\(value)' is none of \(words.joined(separator: ", "))")
        }
        return value
    }

    func url(_ key: ServeKey) throws -> String? {
        guard let (value, place) = found(key) else { return nil }
        guard UpstreamURL.isValid(value) else {
            throw CommandFailure(.usage, "\(place): '\(value)' is not an http or https URL")
        }
        return UpstreamURL.normalised(value)
    }

    /// `agent=URL`, separated by commas.
    func upstreams(_ key: ServeKey) throws -> [String: String] {
        guard let (value, place) = found(key) else { return [:] }
        var upstreams: [String: String] = [:]
        for entry in WordList.words(value) {
            let parts = entry.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2, AgentManifest.isName(parts[0]), UpstreamURL.isValid(parts[1]) else {
                throw CommandFailure(.usage, "\(place): '\(entry)' is not agent=URL")
            }
            upstreams[parts[0]] = UpstreamURL.normalised(parts[1])
        }
        return upstreams
    }

    /// `agent=harness`, separated by commas.
    func harnesses(_ key: ServeKey) throws -> HarnessChoice {
        guard let (value, place) = found(key) else { return HarnessChoice() }
        guard let choice = HarnessChoice(value) else {
            throw CommandFailure(.usage, "\(place): '\(value)' is not agent=harness")
        }
        return choice
    }

    /// A setting, and where it stands, for people.
    func found(_ key: ServeKey) -> (value: String, place: String)? {
        if let value = flags[key] { return (value, key.flag) }
        if let value = environment[key.variable], !value.isEmpty { return (value, key.variable) }
        return file.values[key].map { ($0.text, file.place(of: key)) }
    }
}
