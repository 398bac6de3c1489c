internal import OutpostCore
internal import TestSupport
internal import Testing

@Suite("The programs that can be an agent")
struct AgentHarnessTests {
    private func manifest(_ harnesses: String) throws(ManifestError) -> AgentManifest {
        try AgentManifest(
            yaml: "schema: 1\nname: sample\nsummary: A sample\nimage: outpost/sample\nharnesses: \(harnesses)\n"
        )
    }

    @Test("are read in order, with what they need")
    func order() throws {
        let manifest = try manifest(
            """

              - name: official
                program: "@vendor/cli 1.2.3"
                needs: { url: "https://registry.test/", mirror: VENDOR_REGISTRY }
              - { name: other, from: another }
            """
        )
        let needs = AgentHarness.Requirement(url: "https://registry.test", mirror: "VENDOR_REGISTRY")
        let expected = [
            AgentHarness(name: "official", program: "@vendor/cli 1.2.3", needs: needs),
            AgentHarness(name: "other", source: "another"),
        ]
        #expect(manifest.harnesses == expected)
    }

    @Test("are one of the agent's own name where none is named")
    func none() throws {
        let yaml = "schema: 1\nname: sample\nsummary: A sample\nimage: outpost/sample\n"
        #expect(try AgentManifest(yaml: yaml).harnesses == [AgentHarness(name: "own", program: "sample")])
    }

    @Test(
        "have to make sense",
        arguments: [
            ("[]", "at least one"),
            ("[{ name: Official, program: x 1 }]", "not a name"),
            ("[{ name: a, program: x 1 }, { name: a, program: y 1 }]", "twice"),
            ("[{ name: a }]", "either program"),
            ("[{ name: a, program: x 1, from: other }]", "either program"),
            ("[{ name: a, from: sample }]", "no other agent"),
            ("[{ name: a, from: ../x }]", "no other agent"),
            ("[{ name: a, program: \"two\\nlines\" }]", "one line"),
            ("[{ name: a, program: \"\" }]", "one line"),
            ("[{ name: a, program: x 1, needs: { url: ftp://x } }]", "not an http"),
            ("[{ name: a, program: x 1, needs: { url: \"https://u:p@x.test\" } }]", "not an http"),
            ("[{ name: a, program: x 1, needs: { url: \"https://x.test\", mirror: LD_PRELOAD } }]", "mirror"),
            ("[{ name: a, program: x 1, need: 1 }]", "harnesses.need"),
            ("[{ name: a, program: x 1, needs: { url: \"https://x.test\", miror: A } }]", "harnesses.needs.miror"),
        ]
    )
    func problems(harnesses: String, word: String) {
        do {
            _ = try manifest(harnesses)
            Issue.record("\(harnesses) was taken")
        } catch {
            #expect(error.problems.contains { $0.contains(word) }, "\(error.problems)")
        }
    }

    private func catalog(_ standIn: [AgentHarness]) -> AgentCatalog {
        func folder(_ name: String, _ harnesses: [AgentHarness]?) -> AgentFolder {
            let manifest = AgentManifest(name: name, summary: name, image: "x/\(name)", harnesses: harnesses)
            return AgentFolder(manifest: manifest, path: "/" + name, files: [])
        }
        let agents = [
            "one": folder("one", standIn),
            "two": folder("two", [AgentHarness(name: "official", program: "Two 2.0")]),
            "chain": folder("chain", [AgentHarness(name: "x", source: "two")]),
        ]
        return AgentCatalog(agents: agents, base: AgentFolder(manifest: nil, path: "/base", files: []))
    }

    @Test("have, where one stands in, the version of that agent's own program")
    func resolution() throws {
        let catalog = catalog([AgentHarness(name: "own", program: "One 1.0"), AgentHarness(name: "two", source: "two")])
        let found = try catalog.harnesses(of: try catalog.agent("one"))
        #expect(found.map(\.description) == ["One 1.0", "Two 2.0 (stand-in)"])
        #expect(found.map { $0.source?.manifest?.name } == [nil, "two"])
    }

    @Test("cannot stand in when they are not there, or stand in themselves", arguments: ["three", "chain"])
    func missing(source: String) throws {
        let catalog = catalog([AgentHarness(name: "x", source: source)])
        let one = try catalog.agent("one")
        #expect(throws: HarnessError.noSource(agent: "one", harness: "x", source: source)) {
            try catalog.harnesses(of: one)
        }
    }

    @Test("are chosen by agent=harness")
    func choice() {
        #expect(HarnessChoice("gemini=aider,grok=codex")?.names == ["gemini": "aider", "grok": "codex"])
        #expect(HarnessChoice("")?.names == [:])
        for text in ["gemini", "gemini=", "=aider", "a=b=c", "Gemini=aider", "a=b c"] {
            #expect(HarnessChoice(text) == nil, "\(text)")
        }
    }
}
