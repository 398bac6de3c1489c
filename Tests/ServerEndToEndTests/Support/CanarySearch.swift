internal import Foundation
internal import OutpostAPI
internal import Testing

/// Looks for values, in each form that they could have, wherever this machine could have put them.
struct CanarySearch: Sendable {
    /// Values by what they are.
    let canaries: [String: String]
    /// Where the forms stand for grep: no command line may have them.
    private let patterns: String

    /// Writes the forms into a folder that is not searched.
    init(_ canaries: [String: String], notes folder: String) throws {
        self.canaries = canaries
        patterns = folder + "/forms-\(UUID().uuidString)"
        let lines = canaries.values.flatMap(Self.forms).joined(separator: "\n") + "\n"
        try Data(lines.utf8).write(to: URL(fileURLWithPath: patterns))
    }

    /// A value as it is, percent-encoded, in hexadecimal, and in base64 at each of the three offsets without the ends
    /// that depend on neighbours.
    static func forms(_ canary: String) -> [String] {
        let hex = canary.utf8.map { String($0, radix: 16) }.joined()
        let encoded = canary.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? canary
        let base64 = (0..<3).map { offset in
            let text = Data((String(repeating: "x", count: offset) + canary).utf8).base64EncodedString()
            return String(text.dropFirst(4).dropLast(4))
        }
        let safe = base64.map { $0.replacing("+", with: "-").replacing("/", with: "_") }
        return Array(
            Set([canary, encoded, encoded.replacing("%2D", with: "-"), hex, hex.uppercased()] + base64 + safe)
        )
    }

    /// What of it a text holds.
    func found(in text: String) -> [String] {
        canaries.filter { _, value in Self.forms(value).contains { text.contains($0) } }.keys.sorted()
    }

    /// Files below folders that hold any of it.
    func files(below folders: [String]) async throws -> [String] {
        let present = folders.filter { FileManager.default.fileExists(atPath: $0) }
        try #require(!present.isEmpty)
        let arguments = ["-rlasF", "--devices=skip", "-f", patterns, "--"]
        let answer = try await Shell.attempt("grep", arguments + present)
        return answer.output.split(separator: "\n").map(String.init)
    }

    /// Processes of this machine, those in containers included, whose command line or environment holds any of it.
    func processes(_ facet: String) throws -> [Int32] {
        let forms = canaries.values.flatMap(Self.forms).map { Data($0.utf8) }
        return try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap { Int32($0) }.filter { id in
            guard let contents = FileManager.default.contents(atPath: "/proc/\(id)/\(facet)") else { return false }
            return forms.contains { contents.range(of: $0) != nil }
        }
    }

    /// Whether a process belongs to a container, or is gone by now.
    static func isInside(_ process: Int32, _ container: String) -> Bool {
        guard let groups = FileManager.default.contents(atPath: "/proc/\(process)/cgroup"), !groups.isEmpty else {
            return true
        }
        return String(decoding: groups, as: UTF8.self).contains(container)
    }

    /// Whether a process is git, and of no container, or is gone by now.
    static func isPassing(_ process: Int32) -> Bool {
        let facts = ["comm", "cgroup"].compactMap { FileManager.default.contents(atPath: "/proc/\(process)/\($0)") }
            .map { String(decoding: $0, as: UTF8.self) }
        return facts.count < 2 || facts[0].hasPrefix("git") && !facts[1].contains("docker")
    }

    /// Where the engine and containerd keep what they know: of images their descriptions, not their layers; of this
    /// container its own layer; all volumes.
    static func engineFolders(of container: String) async throws -> [String] {
        let root = try #require(try await Engine.json("/info")["DockerRootDir"].text)
        let layers = ["overlay2", "vfs", "fuse-overlayfs", "btrfs", "zfs"]
        let parts = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        let own = try await Engine.json("/containers/\(container)/json")["GraphDriver"]["Data"]["UpperDir"].text
        return parts.filter { !layers.contains($0) }.map { root + "/" + $0 } + (own.map { [$0] } ?? []) + [
            "/var/lib/containerd", "/run/containerd", "/run/docker",
        ]
    }

    /// What the engine tells of a container, of its image, and of what happened to it since a time.
    static func engineAnswers(about container: String, since begin: Int) async throws -> String {
        let image = try #require(try await Engine.json("/containers/\(container)/json")["Image"].text)
        let now = Int(Date().timeIntervalSince1970)
        var text = ""
        for path in [
            "/containers/\(container)/json", "/containers/\(container)/logs?stdout=1&stderr=1",
            "/containers/\(container)/changes", "/containers/json?all=1", "/images/\(image)/json",
            "/images/\(image)/history", "/events?since=\(begin)&until=\(now)", "/volumes",
        ] { text += try await Engine.raw(path) }
        return text
    }
}
