internal import DockerEngine
internal import TestSupport
internal import Testing

@Suite("Image calls", .timeLimit(.minutes(10)))
struct ImageCallTests {
    private static func lines(_ lines: String...) -> RawAnswer {
        .chunked(parts: lines.map { Array("\($0)\r\n".utf8) })
    }

    @Test("A build sends its options and context, and ends with the last image id")
    func build() async throws {
        let answer = Self.lines(
            #"{"stream":"Step 1/2 : FROM scratch\n"}"#,
            #"{"stream":" ---\u003e \n"}"#,
            #"{"status":"Pulling","progressDetail":{"current":1,"total":2},"id":"layer"}"#,
            #"{"aux":{"ID":"sha256:first"}}"#,
            #"{"stream":"Step 2/2 : RUN a : b\n"}"#,
            #"{"aux":{"ID":"sha256:last"}}"#,
            #"{"stream":"Successfully tagged t:1\n"}"#
        )
        let (request, events) = try await FakeEngine.exchange(answer) { client in
            try await client.buildImage(Self.options, context: .bytes([1, 2, 3])).all()
        }
        #expect(
            events == [
                .step(current: 1, total: 2, text: "FROM scratch"), .output(" ---> \n"),
                .progress(ImageProgress(layer: "layer", status: "Pulling", current: 1, total: 2)),
                .step(current: 2, total: 2, text: "RUN a : b"), .output("Successfully tagged t:1\n"),
                .built(imageID: "sha256:last"),
            ]
        )
        #expect(request.method == "POST")
        #expect(request.path == "/v1.41/build")
        #expect(
            request.parameters == [
                "t=a/b:1", "t=a/b:2", "dockerfile=d/Dockerfile", "rm=1", "forcerm=1", #"labels={"k":"v&w"}"#,
                #"buildargs={"BASE":"x"}"#, "target=final", "networkmode=none", "platform=linux/arm64", "nocache=1",
                "pull=1",
            ]
        )
        #expect(request["Content-Type"] == "application/x-tar")
        #expect(request.body == [1, 2, 3])
    }

    private static var options: ImageBuildOptions {
        var options = ImageBuildOptions()
        options.tags = ["a/b:1", "a/b:2"]
        options.dockerfile = "d/Dockerfile"
        options.labels = ["k": "v&w"]
        options.buildArguments = ["BASE": "x"]
        options.target = "final"
        options.networkMode = "none"
        options.platform = "linux/arm64"
        options.ignoresCache = true
        options.pullsBaseImages = true
        return options
    }

    @Test("A build that fails inside its 200 is an error with the engine's words")
    func failedBuild() async throws {
        let answer = Self.lines(
            #"{"stream":"Step 1/1 : RUN false\n"}"#,
            #"{"errorDetail":{"code":1,"message":"returned a non-zero code: 1"},"error":"returned a non-zero code: 1"}"#
        )
        let failure = try await FakeEngine.failure(answer) { client throws(DockerError) in
            _ = try await client.buildImage(ImageBuildOptions(), context: .bytes([])).all()
        }
        #expect(failure == .stream("returned a non-zero code: 1"))
    }

    @Test("A build that ends without an image is an error")
    func buildWithoutImage() async throws {
        let failure = try await FakeEngine.failure(Self.lines(#"{"stream":"hm"}"#)) { client throws(DockerError) in
            _ = try await client.buildImage(ImageBuildOptions(), context: .bytes([])).all()
        }
        #expect(failure == .stream("the build ended without an image"))
    }

    @Test("A build whose connection ends early is lost, although an image id had come")
    func lostBuild() async throws {
        let line = #"{"aux":{"ID":"sha256:x"}}"# + "\n"
        let head = Array("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".utf8)
        let answer = RawAnswer([.send(head + RawAnswer.chunk(Array(line.utf8))), .close])
        let failure = try await FakeEngine.failure(answer) { client throws(DockerError) in
            _ = try await client.buildImage(ImageBuildOptions(), context: .bytes([])).all()
        }
        guard case .unavailable(.lost, _) = failure else {
            Issue.record("the failure is \(String(describing: failure))")
            return
        }
    }

    @Test("A context can be streamed", arguments: [nil, 6])
    func streamedContext(length: Int?) async throws {
        let answer = Self.lines(#"{"aux":{"ID":"sha256:x"}}"#)
        let (request, events) = try await FakeEngine.exchange(answer) { client in
            let (stream, continuation) = AsyncThrowingStream<[UInt8], any Error>.makeStream()
            for part in [[1, 2], [3, 4, 5], [6]] as [[UInt8]] { continuation.yield(part) }
            continuation.finish()
            return try await client.buildImage(ImageBuildOptions(), context: .stream(length: length, stream)).all()
        }
        #expect(events == [.built(imageID: "sha256:x")])
        #expect(request.body == [1, 2, 3, 4, 5, 6])
        #expect(request["Transfer-Encoding"] == (length == nil ? "chunked" : nil))
    }

    @Test(
        "A pull names one tag, the platform and the credentials",
        arguments: [
            ("alpine", ["fromImage=alpine", "tag=latest"]), ("alpine:3", ["fromImage=alpine:3"]),
            ("host:5000/a/b", ["fromImage=host:5000/a/b", "tag=latest"]), ("a@sha256:ff", ["fromImage=a@sha256:ff"]),
        ]
    )
    func pull(reference: String, parameters: [String]) async throws {
        let answer = Self.lines(#"{"status":"Pulling from a","id":"3"}"#, #"{"status":"Status: Downloaded"}"#)
        let (request, progress) = try await FakeEngine.exchange(answer) { client in
            let credentials = RegistryCredentials(username: "u", password: "p?>~", serverAddress: "host")
            let stream = try await client.pullImage(reference, platform: "linux/amd64", credentials: credentials)
            return try await stream.all()
        }
        #expect(progress.map(\.status) == ["Pulling from a", "Status: Downloaded"])
        #expect(request.method == "POST")
        #expect(request.path == "/v1.41/images/create")
        #expect(request.parameters == parameters + ["platform=linux/amd64"])
        // {"password":"p?>~","serveraddress":"host","username":"u"}
        #expect(
            request["X-Registry-Auth"]
                == "eyJwYXNzd29yZCI6InA_Pn4iLCJzZXJ2ZXJhZGRyZXNzIjoiaG9zdCIsInVzZXJuYW1lIjoidSJ9"
        )
    }

    @Test("A pull that fails half-way is an error")
    func failedPull() async throws {
        let answer = Self.lines(#"{"status":"Pulling"}"#, #"{"errorDetail":{"message":"manifest unknown"}}"#)
        let failure = try await FakeEngine.failure(answer) { client throws(DockerError) in
            _ = try await client.pullImage("a").all()
        }
        #expect(failure == .stream("manifest unknown"))
    }

    @Test("A load returns the names and ids that came out of the archive")
    func load() async throws {
        let answer = Self.lines(#"{"stream":"Loaded image: a:1\n"}"#, #"{"stream":"Loaded image ID: sha256:b\n"}"#)
        let (request, loaded) = try await FakeEngine.exchange(answer) { try await $0.loadImages(.bytes([7])) }
        #expect(loaded == ["a:1", "sha256:b"])
        #expect(request.target == "/v1.41/images/load?quiet=1")
        #expect(request["Content-Type"] == "application/x-tar")
        #expect(request.body == [7])
    }

    @Test(
        "A load that loads nothing is an error, whatever the status",
        arguments: [
            (#"{"errorDetail":{"message":"unexpected EOF"},"error":"unexpected EOF"}"#, "unexpected EOF"),
            (#"{"error":"old"}"#, "old"), ("", "the archive held no image"),
        ]
    )
    func failedLoad(line: String, message: String) async throws {
        let failure = try await FakeEngine.failure(Self.lines(line)) { client throws(DockerError) in
            try await client.loadImages(.bytes([7]))
        }
        #expect(failure == .stream(message))
    }

    @Test("A save streams the bytes as they are")
    func save() async throws {
        let (request, chunks) = try await FakeEngine.exchange(.chunked(parts: [[1, 2], [3]])) { client in
            try await client.saveImages(["a:1", "b/c:2"]).all()
        }
        #expect(chunks.flatMap { $0 } == [1, 2, 3])
        #expect(request.method == "GET")
        #expect(request.path == "/v1.41/images/get")
        #expect(request.parameters == ["names=a:1", "names=b/c:2"])
    }

    @Test("Inspect keeps the slashes of a reference and reads what newer engines leave out")
    func inspect() async throws {
        let (request, image) = try await FakeEngine.exchange(.json(#"{"Id":"sha256:1","RepoTags":null}"#)) { client in
            try await client.inspectImage("host:5000/a/b:1")
        }
        #expect(request.target == "/v1.41/images/host:5000/a/b:1/json")
        #expect(image.id == "sha256:1")
        #expect(image.repoTags.isEmpty)
        #expect(image.created == nil)
    }

    @Test("Tag and remove name the image in the path")
    func tagAndRemove() async throws {
        let (tag, _) = try await FakeEngine.exchange(.response(201)) { client in
            try await client.tagImage("sha256:1", repository: "a/b", tag: "2")
        }
        #expect(tag.target == "/v1.41/images/sha256:1/tag?repo=a%2Fb&tag=2")
        let (removal, result) = try await FakeEngine.exchange(.json("[]")) { client in
            try await client.removeImage("a/b:2", force: true)
        }
        #expect(removal.method == "DELETE")
        #expect(removal.target == "/v1.41/images/a/b:2?force=1")
        #expect(result == .removed)
    }

    @Test("A list filters by label and hides the engine's placeholder for no tag")
    func list() async throws {
        let json = #"[{"Id":"sha256:1","RepoTags":["<none>:<none>"],"Labels":null,"Size":5,"Created":7}]"#
        let (request, images) = try await FakeEngine.exchange(.json(json)) { try await $0.listImages(labels: ["k"]) }
        #expect(request.parameters == [#"filters={"label":["k"]}"#])
        #expect(images.map(\.repoTags) == [[]])
    }

    @Test("A prune is scoped by labels, and refused without them")
    func prune() async throws {
        let json = #"{"ImagesDeleted":[{"Untagged":"a:1"},{"Deleted":"sha256:1"}],"SpaceReclaimed":9}"#
        let (request, result) = try await FakeEngine.exchange(.json(json)) { client in
            try await client.pruneImages(labels: ["k=v"], danglingOnly: false)
        }
        #expect(request.path == "/v1.41/images/prune")
        #expect(request.parameters == [#"filters={"dangling":["false"],"label":["k=v"]}"#])
        #expect(result.removed == ["a:1", "sha256:1"])
        let requests = try await FakeEngine.run(answers: []) { client in
            await #expect(throws: DockerError.self) { _ = try await client.pruneImages(labels: []) }
        }
        #expect(requests.isEmpty)
    }
}
