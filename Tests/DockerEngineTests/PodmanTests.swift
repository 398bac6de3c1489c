internal import DockerEngine
internal import TestSupport
internal import Testing

@Suite("Reading Podman's answers", .timeLimit(.minutes(10)))
struct PodmanTests {
    @Test("An engine is Podman where it tells the version of its builder")
    func info() async throws {
        let podman = #"{"ServerVersion":"5.8.6","NCPU":2,"BuildahVersion":"1.43.2","Rootless":false}"#
        #expect(try await FakeEngine.exchange(.json(podman)) { try await $0.info() }.1.isPodman)
        let docker = #"{"ServerVersion":"28.5.2","NCPU":2}"#
        #expect(try await FakeEngine.exchange(.json(docker)) { try await $0.info() }.1.isPodman == false)
    }

    @Test("The id that it makes up for each answer is none")
    func id() async throws {
        let podman = #"{"ID":"0e9a4047-d0ff-429c-bfbe-cd08e82d458b","BuildahVersion":"1.39.3"}"#
        #expect(try await FakeEngine.exchange(.json(podman)) { try await $0.info() }.1.id.isEmpty)
        let docker = #"{"ID":"0e9a4047-d0ff-429c-bfbe-cd08e82d458b"}"#
        #expect(try await FakeEngine.exchange(.json(docker)) { try await $0.info() }.1.id.isEmpty == false)
    }

    @Test(
        "Cgroup namespaces are had on version 2 of cgroups, and from 5.8 on also on version 1",
        arguments: [("5.4.2", "1", false), ("5.8.0", "1", true), ("6.0", "1", true), ("4.9", "2", true)]
    )
    func cgroupNamespaces(version: String, cgroups: String, expected: Bool) async throws {
        let podman = #"{"ServerVersion":"\#(version)","CgroupVersion":"\#(cgroups)","BuildahVersion":"1"}"#
        let (_, info) = try await FakeEngine.exchange(.json(podman)) { try await $0.info() }
        #expect(info.givesCgroupNamespaces == expected)
    }

    @Test("Images have the names that they were given, without the hosts that it puts before them")
    func names() async throws {
        let json = #"""
            [{"Id":"sha256:1","RepoTags":["localhost/outpost/base:1","docker.io/outpost/base:2","docker.io/library/a:3",
            "example.com/outpost/base:4"]}]
            """#
        let (_, images) = try await FakeEngine.exchange(.json(json)) { try await $0.listImages() }
        #expect(images.first?.repoTags == ["outpost/base:1", "outpost/base:2", "a:3", "example.com/outpost/base:4"])
        let loaded = RawAnswer.json(#"{"stream":"Loaded image: localhost/outpost/base:1"}"#)
        let (_, names) = try await FakeEngine.exchange(loaded) { try await $0.loadImages(.bytes([])) }
        #expect(names == ["outpost/base:1"])
        let container = #"[{"Id":"c","Image":"docker.io/outpost/base:2","State":"created"}]"#
        let (_, containers) = try await FakeEngine.exchange(.json(container)) { try await $0.listContainers() }
        #expect(containers.map(\.image) == ["outpost/base:2"])
    }

    @Test("A pruned image has the id that it had")
    func prune() async throws {
        let answer = RawAnswer.json(#"{"ImagesDeleted":[{"Deleted":"c85e"},{"Deleted":"sha256:d96f"}]}"#)
        let (_, result) = try await FakeEngine.exchange(answer) { try await $0.pruneImages(labels: ["a"]) }
        #expect(result.removed == ["sha256:c85e", "sha256:d96f"])
    }

    @Test("A container's cgroup namespace is asked for in Podman's own interface")
    func cgroupNamespace() async throws {
        let answer = RawAnswer.json(#"{"Id":"c","HostConfig":{"CgroupMode":"private"}}"#)
        let (request, mode) = try await FakeEngine.exchange(answer) { try await $0.podmanCgroupNamespace("c") }
        #expect(request.path == "/v1.41/libpod/containers/c/json")
        #expect(mode == "private")
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
