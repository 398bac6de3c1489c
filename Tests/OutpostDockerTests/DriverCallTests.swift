internal import Foundation
internal import OutpostCore
internal import TestSupport
internal import Testing

@testable internal import OutpostDocker

@Suite("The Docker driver", .timeLimit(.minutes(10)))
struct DriverCallTests {
    private static let handle = ContainerHandle(id: "container-id", name: "name")
    private static let inspect = "GET /containers/container-id/json"

    private func inspect(_ state: [String: Any], _ change: (inout [String: Any]) -> Void = { _ in }) throws -> RawAnswer
    {
        var answer = try SampleSpecs.inspect(try SampleSpecs.spec())
        answer["State"] = state
        change(&answer)
        return try DriverBench.json(answer)
    }

    private static let created = ["Status": "created", "StartedAt": "0001-01-01T00:00:00Z"]
    private static let running = ["Status": "running", "StartedAt": "2026-01-01T00:00:00Z"]

    @Test("makes a container and looks at it before anybody may start it")
    func create() async throws {
        let requests = try await DriverBench.run([
            try DriverBench.json(["Id": "container-id", "Warnings": []], status: 201), try inspect(Self.created),
        ]) { driver in
            let handle = try await driver.create(try SampleSpecs.spec())
            #expect(handle.id == "container-id")
        }
        #expect(requests == ["POST /containers/create", Self.inspect])
    }

    @Test("removes a container that is not as asked, and says what differs")
    func notAsAsked() async throws {
        let tampered = try inspect(Self.created) { answer in
            var host = answer["HostConfig"] as? [String: Any] ?? [:]
            host["Privileged"] = true
            host["CapAdd"] = ["SYS_ADMIN"]
            answer["HostConfig"] = host
        }
        let requests = try await DriverBench.run([
            try DriverBench.json(["Id": "container-id"], status: 201), tampered, .response(204),
        ]) { driver in
            let failure = try await DriverBench.failure { _ = try await driver.create(try SampleSpecs.spec()) }
            #expect(failure == .notAsAsked("the engine did not take: Privileged, CapAdd"))
        }
        #expect(requests.last == "DELETE /containers/container-id")
    }

    @Test("says that the image is missing")
    func imageMissing() async throws {
        _ = try await DriverBench.run([try DriverBench.message(404, "No such image: outpost/sample:1")]) { driver in
            let failure = try await DriverBench.failure { _ = try await driver.create(try SampleSpecs.spec()) }
            #expect(failure == .imageMissing("No such image: outpost/sample:1"))
        }
    }

    @Test("adopts a container of its name that is its own and was never started")
    func adopt() async throws {
        let requests = try await DriverBench.run([
            try DriverBench.message(409), try inspect(Self.created), try inspect(Self.created),
        ]) { driver in
            let handle = try await driver.create(try SampleSpecs.spec())
            #expect(handle.id == "container-id")
        }
        let name = try SampleSpecs.spec().name
        #expect(requests == ["POST /containers/create", "GET /containers/\(name)/json", Self.inspect])
    }

    @Test("does not touch a container of its name that is another's, or that was started", arguments: [true, false])
    func nameTaken(isForeign: Bool) async throws {
        let found = try inspect(isForeign ? Self.created : Self.running) { answer in
            guard isForeign, var config = answer["Config"] as? [String: Any] else { return }
            config["Labels"] = ["outpost.dispatch": "another"]
            answer["Config"] = config
        }
        let requests = try await DriverBench.run([try DriverBench.message(409), found]) { driver in
            let failure = try await DriverBench.failure { _ = try await driver.create(try SampleSpecs.spec()) }
            guard case .nameTaken = failure else { throw try #require(failure) }
        }
        #expect(requests.count == 2)
    }

    @Test(
        "looks whether a container started when the answer was lost, and never starts it twice",
        arguments: [true, false]
    )
    func lostStart(didStart: Bool) async throws {
        let requests = try await DriverBench.run([.close, try inspect(didStart ? Self.running : Self.created)]) {
            driver in
            let failure = try await DriverBench.failure { try await driver.start(Self.handle) }
            if didStart {
                #expect(failure == nil)
            } else {
                guard case .unavailable = failure else { throw try #require(failure) }
            }
        }
        #expect(requests == ["POST /containers/container-id/start", Self.inspect])
    }

    @Test("takes a start that was already made for made")
    func startedAlready() async throws {
        let requests = try await DriverBench.run([.response(304)]) { try await $0.start(Self.handle) }
        #expect(requests == ["POST /containers/container-id/start"])
    }

    @Test("does not mind to signal or remove what has ended or is gone", arguments: [404, 409])
    func gone(status: Int) async throws {
        _ = try await DriverBench.run([try DriverBench.message(status)]) { try await $0.signal(Self.handle, .kill) }
        guard status == 404 else { return }
        _ = try await DriverBench.run([try DriverBench.message(status)]) { try await $0.remove(Self.handle) }
    }

    @Test("believes an exit only after it looked, and waits again where an answer was cut off")
    func wait() async throws {
        let ended: [String: Any] = [
            "Status": "exited", "StartedAt": "2026-01-01T00:00:00Z", "FinishedAt": "2026-01-01T00:00:01.5Z",
            "ExitCode": 137,
            "OOMKilled": true,
        ]
        let cut = RawAnswer.cut("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        let requests = try await DriverBench.run([
            cut, try inspect(Self.running), try DriverBench.json(["StatusCode": 137]), try inspect(ended),
        ]) { driver in
            let exit = try await driver.wait(Self.handle)
            #expect(exit.code == 137)
            #expect(exit.isOutOfMemory)
            #expect(exit.finishedAt == Date(timeIntervalSince1970: 1_767_225_601.5))
        }
        #expect(
            requests == [
                "POST /containers/container-id/wait", Self.inspect, "POST /containers/container-id/wait", Self.inspect,
            ]
        )
    }

    @Test("does not wait for the end of a container that was not started, whatever the engine said")
    func waitForNothing() async throws {
        let requests = try await DriverBench.run([
            try DriverBench.json(["StatusCode": 0]), try inspect(Self.created),
        ]) { driver in
            let failure = try await DriverBench.failure { _ = try await driver.wait(Self.handle) }
            guard case .unavailable = failure else { throw try #require(failure) }
        }
        #expect(requests.count == 2)
    }

    @Test("gives up an engine that fails at wait after wait, at once")
    func waitForFailures() async throws {
        let round = [try DriverBench.message(500), try inspect(Self.running)]
        // A machine that is too slow counts fewer of them, and comes to the end of the answers instead.
        let rounds = (0..<20).flatMap { _ in round }
        let requests = try await DriverBench.run(rounds) { driver in
            let failure = try await DriverBench.failure { _ = try await driver.wait(Self.handle) }
            guard case .unavailable = failure else { throw try #require(failure) }
        }
        #expect(requests.count >= 7)
    }

    @Test("takes a failure of what may be asked again for an outage, not for the container's end")
    func failures() async throws {
        let calls: [(DockerDriver) async throws -> Void] = [
            { _ = try await $0.attach(Self.handle) },
            { _ = try await $0.wait(Self.handle) },
            { try await $0.signal(Self.handle, .terminate) },
            { _ = try await $0.list(instance: InstanceID("INSTANCE")) },
        ]
        for call in calls {
            _ = try await DriverBench.run([try DriverBench.message(500), try DriverBench.message(500)]) { driver in
                let failure = try await DriverBench.failure { try await call(driver) }
                guard case .unavailable = failure else { throw try #require(failure) }
            }
        }
        _ = try await DriverBench.run([try DriverBench.message(500, "no such device")]) { driver in
            let failure = try await DriverBench.failure { try await driver.start(Self.handle) }
            guard case .refused = failure else { throw try #require(failure) }
        }
    }

    @Test("says that a container vanished when it is gone while it waits")
    func vanished() async throws {
        _ = try await DriverBench.run([try DriverBench.message(404, "No such container"), try DriverBench.message(404)])
        { driver in
            let failure = try await DriverBench.failure { _ = try await driver.wait(Self.handle) }
            guard case .vanished = failure else { throw try #require(failure) }
        }
    }

    @Test("lists the containers of an instance, and does not take an unreadable answer for none")
    func list() async throws {
        let listed: [[String: Any]] = [
            [
                "Id": "1", "Names": ["/outpost-a"], "State": "running",
                "Labels": ["outpost.dispatch": "01ARZ3NDEKTSV4RRFFQ69G5FAV"],
            ],
            ["Id": "2", "Names": ["/outpost-b"], "State": "exited", "Labels": ["outpost.dispatch": "nonsense"]],
        ]
        let requests = try await DriverBench.run([try DriverBench.json(listed), .cut("HTTP/1.1 200 OK\r\n\r\n")]) {
            driver in
            let found = try await driver.list(instance: InstanceID("INSTANCE"))
            #expect(found.map(\.handle.name) == ["outpost-a", "outpost-b"])
            #expect(found.map(\.isRunning) == [true, false])
            #expect(found.map(\.dispatch) == [DispatchID("01ARZ3NDEKTSV4RRFFQ69G5FAV"), nil])
            let failure = try await DriverBench.failure { _ = try await driver.list(instance: InstanceID("INSTANCE")) }
            guard case .unavailable = failure else { throw try #require(failure) }
        }
        #expect(requests == ["GET /containers/json", "GET /containers/json"])
    }
}
