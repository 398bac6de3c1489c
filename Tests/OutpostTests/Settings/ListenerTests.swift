internal import Logging
internal import NIOCore
internal import ServiceLifecycle
internal import SystemPackage
internal import TestSupport
internal import Testing

@testable internal import outpost

@Suite("Listening", .timeLimit(.minutes(10)))
struct ListenerTests {
    @Test("What waits goes on when something listens, not before")
    func gate() async throws {
        let gate = ListenerGate()
        let isOpen = Observed(false)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                #expect(await gate.pass())
                #expect(isOpen.value)
            }
            for _ in 0..<100 { await Task.yield() }
            isOpen.update { $0 = true }
            gate.open()
            try await group.waitForAll()
        }
    }

    @Test("What waits for something that never listens ends with the program")
    func cancelled() async throws {
        let gate = ListenerGate()
        let passed = await withTaskGroup(of: Bool.self) { group in
            group.addTask { await gate.pass() }
            group.cancelAll()
            return await group.next()
        }
        #expect(passed == false)
        let service = ListenerService(
            listener: Failing(error: CancellationError()),
            address: "a",
            hint: "h",
            // The one above is spent: its wait was cancelled.
            gate: ListenerGate()
        )
        let group = ServiceGroup(services: [service], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    @Test(
        "An address that cannot be had is told with the reason and a way out",
        arguments: [
            (Errno.addressInUse, "another process listens there"), (.permissionDenied, "this user may not"),
            (.addressNotAvailable, "this host has no such address"),
            (.tooManyOpenFiles, Errno.tooManyOpenFiles.description),
        ]
    )
    func reasons(errno: Errno, reason: String) async throws {
        let error = IOError(errnoCode: errno.rawValue, reason: "bind(descriptor:ptr:bytes:)")
        let service = ListenerService(listener: Failing(error: error), address: "127.0.0.1:80", hint: "another port")
        let failure = await #expect(throws: CommandFailure.self) { try await service.run() }
        #expect(failure?.message == "cannot listen on 127.0.0.1:80: \(reason)")
        #expect(failure?.status == .infrastructure)
        #expect(failure?.hint == "another port")
    }
}

private struct Failing: Service {
    let error: any Error

    func run() async throws { throw error }
}
