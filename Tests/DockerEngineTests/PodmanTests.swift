internal import DockerEngine
internal import TestSupport
internal import Testing

@Suite("Reading Podman's answers", .timeLimit(.minutes(1)))
struct PodmanTests {
    @Test("An engine is Podman where it tells the version of its builder")
    func info() async throws {
        let podman = #"{"ServerVersion":"5.8.6","NCPU":2,"BuildahVersion":"1.43.2","Rootless":false}"#
        #expect(try await FakeEngine.exchange(.json(podman)) { try await $0.info() }.1.isPodman)
        let docker = #"{"ServerVersion":"28.5.2","NCPU":2}"#
        #expect(try await FakeEngine.exchange(.json(docker)) { try await $0.info() }.1.isPodman == false)
    }

    @Test("Limits have the names that they were asked for by")
    func ulimits() async throws {
        let json = #"""
            {"Id":"a","Name":"n","Config":{},"State":{"Status":"created"},
            "HostConfig":{"Ulimits":[{"Name":"RLIMIT_NOFILE","Hard":2,"Soft":2},{"Name":"core","Hard":0,"Soft":0}]}}
            """#
        let (_, container) = try await FakeEngine.exchange(.json(json)) { try await $0.inspectContainer("a") }
        #expect(container.hostConfig.ulimits == [Ulimit(name: "nofile", limit: 2), Ulimit(name: "core", limit: 0)])
    }

    @Test(
        "A conflict with the status of a server's failure is a conflict; another failure is not",
        arguments: [
            ("that name is already in use", true), ("container state improper", true), ("OCI runtime error", false),
        ]
    )
    func conflict(cause: String, isConflict: Bool) async throws {
        let answer = RawAnswer.json(#"{"cause":"\#(cause)","message":"words","response":500}"#, status: 500)
        let failure = try await FakeEngine.failure(answer) { client throws(DockerError) in
            _ = try await client.inspectContainer("c")
        }
        #expect(failure == (isConflict ? .conflict("words") : .server(status: 500, "words")))
    }

    @Test("The steps of a build are steps")
    func build() async throws {
        let answer = RawAnswer.chunked(
            parts: [
                #"{"stream":"STEP 1/2: FROM scratch\n"}"#, #"{"stream":"STEP x/2: RUN\n"}"#,
                #"{"stream":"STEP 2/2: RUN a : b\n"}"#, #"{"aux":{"ID":"sha256:last"}}"#,
            ].map { Array("\($0)\n".utf8) }
        )
        let (_, events) = try await FakeEngine.exchange(answer) { client in
            try await client.buildImage(ImageBuildOptions(), context: .bytes([])).all()
        }
        #expect(
            events == [
                .step(current: 1, total: 2, text: "FROM scratch"), .output("STEP x/2: RUN\n"),
                .step(current: 2, total: 2, text: "RUN a : b"), .built(imageID: "sha256:last"),
            ]
        )
    }
}
