internal import Foundation
internal import OutpostCore
internal import TestSupport
internal import Testing

@Suite("Presets of hosts")
struct EgressPresetTests {
    private static let agents = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../../agents").standardizedFileURL.path

    @Test("the file that comes with the program has the common registries on and the forges off")
    func builtIn() throws {
        let presets = try EgressPresets.read(directories: [Self.agents])
        let byName = Dictionary(uniqueKeysWithValues: presets.presets.map { ($0.name, $0) })
        for name in ["python", "node", "rust", "go", "java", "ruby", "dotnet", "swift", "debian"] {
            #expect(byName[name]?.isDefault == true, "\(name)")
        }
        for name in ["github", "gitlab", "bitbucket"] { #expect(byName[name]?.isDefault == false, "\(name)") }
        #expect(presets.presets.allSatisfy { !$0.hosts.isEmpty && !$0.hosts.contains(where: \.isWildcard) })
        let access = EgressPolicy().access(presets: presets)
        let pypi = try #require(EgressRule("files.pythonhosted.org:443"))
        #expect(access.refusal(of: pypi) == nil)
        let forge = try #require(EgressRule("github.com:443"))
        #expect(access.refusal(of: forge) == .notListed)
    }

    @Test("an operator's own file adds presets and replaces those of the same name")
    func own() async throws {
        try await TemporaryFolder.with { folder in
            let yaml =
                "python: { summary: Ours, default: false, hosts: [pypi.lan:443] }\n"
                + "ours: { summary: Ours, hosts: ['*.corp.test:443'] }\n"
            try folder.write("egress.yaml", yaml)
            let presets = try EgressPresets.read(directories: [folder.path, Self.agents])
            let byName = Dictionary(uniqueKeysWithValues: presets.presets.map { ($0.name, $0) })
            #expect(byName["python"]?.hosts.map(\.description) == ["pypi.lan:443"])
            #expect(byName["ours"]?.isDefault == false)
            #expect(byName["node"] != nil)
        }
    }

    @Test(
        "a file that means something else is refused with what is wrong",
        arguments: ["[]", "a: { summary: x }", "A: { summary: x, hosts: [] }", "a: { summary: x, hosts: [b.test] }"]
    )
    func malformed(yaml: String) {
        #expect(throws: ManifestError.self) { try EgressPresets(yaml: yaml) }
    }
}
