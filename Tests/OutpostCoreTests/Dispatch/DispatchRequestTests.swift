internal import OutpostCore
internal import Testing

@Suite("A request for a dispatch")
struct DispatchRequestTests {
    private func request(
        model: String? = nil,
        task: String = "do it",
        reference: String? = nil,
        timeout: Int = 600,
        secrets: [String] = []
    ) throws(InvalidRequest) -> DispatchRequest {
        try DispatchRequest(
            agent: Samples.manifest,
            model: model,
            task: task,
            repository: "owner/name",
            reference: reference,
            timeoutSeconds: timeout,
            secretNames: secrets
        )
    }

    private func isTaken(_ body: () throws(InvalidRequest) -> DispatchRequest) -> Bool {
        do throws(InvalidRequest) {
            _ = try body()
            return true
        } catch {
            return false
        }
    }

    @Test("keeps what was asked, with the model resolved")
    func plain() throws {
        let request = try request(model: "large", reference: "main", timeout: 90, secrets: ["NPM_TOKEN"])
        #expect(request.agent == "sample")
        #expect(request.model == "large-1")
        #expect(request.tier == .flagship)
        #expect(request.task == "do it")
        #expect(request.repository == "owner/name")
        #expect(request.reference == "main")
        #expect(request.timeoutSeconds == 90)
        #expect(request.secretNames == ["NPM_TOKEN"])
    }

    @Test(
        "takes a task of 1 to 50,000 characters that is not blank and holds no NUL",
        arguments: [
            ("x", true), (String(repeating: "x", count: 50_000), true), (String(repeating: "é", count: 50_000), true),
            (String(repeating: "👩‍👩‍👧", count: 50_000), true), ("-rf \"$(id)\" `id`\n'", true), ("", false),
            (" \n\t ", false),
            (String(repeating: "x", count: 50_001), false), ("a\0b", false), ("\0", false),
        ]
    )
    func task(text: String, isTaken: Bool) {
        #expect(self.isTaken { () throws(InvalidRequest) in try request(task: text) } == isTaken)
    }

    @Test(
        "takes a timeout of 30 seconds to a day",
        arguments: [(29, false), (30, true), (86_400, true), (86_401, false), (0, false), (-1, false), (.max, false)]
    )
    func timeout(seconds: Int, isTaken: Bool) {
        #expect(self.isTaken { () throws(InvalidRequest) in try request(timeout: seconds) } == isTaken)
        if !isTaken {
            #expect(throws: InvalidRequest.timeout(seconds: seconds)) { try request(timeout: seconds) }
        }
    }

    @Test(
        "takes references that git could know",
        arguments: [
            "main", "feature/x-1", "v1.0", "0123456789abcdef0123456789abcdef01234567", "zweig-ä", "a.b", "HEAD",
        ]
    )
    func goodReference(name: String) throws {
        #expect(try request(reference: name).reference == name)
    }

    @Test(
        "refuses references that are options, ranges or nothing that git allows",
        arguments: [
            "", "-x", "--upload-pack=id", "a..b", "main.lock", "/main", "main/", "a b", "a~1", "a^", "a:b", "a?", "a*",
            "a[0]", "a\\b", "a@{1}", "a\nb", "a\0b", "a\u{7F}", String(repeating: "x", count: 256),
            "-\u{301}x", "a:\u{301}b", "a..\u{301}b", "a.lock\u{0}", "/\u{301}a",
        ]
    )
    func badReference(name: String) {
        #expect(throws: InvalidRequest.reference(name: name, repository: "owner/name")) { try request(reference: name) }
    }

    @Test(
        "refuses secrets that the runtime or the loader gives a meaning to",
        arguments: ["PATH", "LD_PRELOAD", "OUTPOST_X", "a-b", "1A"]
    )
    func secretName(name: String) {
        #expect(throws: InvalidRequest.self) { try request(secrets: ["GOOD", name]) }
    }

    @Test("names the models that the agent has when it has not the one asked for")
    func unknownModel() {
        let error = InvalidRequest.unknownModel(
            agent: "sample",
            model: "none",
            known: ["large-1", "middle-1", "middle-2"]
        )
        #expect(throws: error) { try request(model: "none") }
    }
}
