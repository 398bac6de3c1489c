internal import DockerEngine
internal import Foundation

/// All that an engine has, to tell what was left behind by something that ought to leave nothing.
struct EngineCensus: Sendable {
    private var things: Set<String> = []

    static func take() async throws -> EngineCensus {
        let client = try await Engine.connect()
        var census = EngineCensus()
        // What carries a label of Outpost or of another test has an owner of its own, who comes and goes meanwhile.
        for container in try await client.listContainers() where !isOwned(container.labels) {
            census.things.insert("container \(container.id)")
        }
        for network in try await client.listNetworks() where !isOwned(network.labels) {
            census.things.insert("network \(network.name)")
        }
        for volume in try await client.listVolumes() where !isOwned(volume.labels) {
            census.things.insert("volume \(volume.name)")
        }
        return census
    }

    /// What is new, once those have gone that others only had for a moment: an image's build, say.
    func newcomers() async throws -> Set<String> {
        // The events are there before the look, so that nothing goes unseen between the two; the engine ends them.
        let limit = EngineTime(seconds: Int64(Date().timeIntervalSince1970) + 300)
        let filters = ["event": ["destroy"]]
        var events = try await Engine.connect().events(filters: filters, until: limit).makeAsyncIterator()
        var new = try await EngineCensus.take().things.subtracting(things)
        while !new.isEmpty, try await events.next() != nil {
            new.formIntersection(try await EngineCensus.take().things)
        }
        return new
    }

    private static func isOwned(_ labels: [String: String]) -> Bool {
        labels.keys.contains { $0.hasPrefix("outpost.") }
    }
}
