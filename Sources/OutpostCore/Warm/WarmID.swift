/// Names a container that was made ahead of its dispatch: a ULID, as dispatches have.
package struct WarmID: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The canonical upper-case text; also the name of the folder of its door.
    package let text: String

    /// Reads a ULID in either case; nil when the text is not one.
    package init?(_ text: String) {
        guard let ulid = DispatchID(text) else { return nil }
        self.text = ulid.text
    }

    /// Makes an identifier, as ``DispatchID`` does.
    package init(milliseconds: UInt64, using generator: inout some RandomNumberGenerator) {
        text = DispatchID(milliseconds: milliseconds, using: &generator).text
    }

    /// Reads it from the name of a container; nil for one that was made for its dispatch.
    package init?(containerName name: String) {
        let parts = name.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count > 2, parts[parts.count - 2] == Self.word else { return nil }
        self.init(String(parts[parts.count - 1]))
    }

    /// The name of the container; it holds nothing of whoever will have it.
    package func containerName(instance: InstanceID) -> String {
        "outpost-\(instance.text.prefix(8).lowercased())-\(Self.word)-\(text.lowercased())"
    }

    private static let word = "warm"

    package var description: String { text }

    package static func < (left: WarmID, right: WarmID) -> Bool { left.text < right.text }
}

extension Dispatch {
    /// The name of the folder of the door that its container has, or that the next one gets.
    var doorFolder: String {
        state.containerName.flatMap { WarmID(containerName: $0) }?.text ?? id.text
    }
}
