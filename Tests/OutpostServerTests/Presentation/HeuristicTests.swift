internal import Foundation
internal import OutpostCore
internal import Testing

@testable internal import OutpostServer

@Suite("Progress, levels and kinds")
struct HeuristicTests {
    private func dispatch(_ events: [DispatchEvent]) throws -> Dispatch {
        var dispatch = try Samples.dispatch(id: try Samples.id(), tenant: "t")
        for event in events { _ = dispatch.state.apply(event) }
        return dispatch
    }

    private static let started: [DispatchEvent] = [
        .provisioning(containerName: "c"), .containerCreated(id: "i"), .started(boot: "b", at: Samples.epoch),
    ]

    @Test("Progress is 0, then 2, then at most 95 whatever is logged, and 100 only at the end")
    func bounds() throws {
        let now = Samples.epoch
        #expect(Progress.percent(of: try dispatch([]), messages: ["done"], now: now) == 0)
        #expect(Progress.percent(of: try dispatch([Self.started[0]]), messages: ["done"], now: now) == 2)
        let running = try dispatch(Self.started)
        #expect(Progress.percent(of: running, messages: ["All done, completed"], now: now) == 95)
        #expect(Progress.percent(of: running, messages: [], now: now.addingTimeInterval(1e9)) == 95)
        for status in [DispatchStatus.success, .failed, .timeout, .cancelled] {
            let end = DispatchEnd(status: status, reason: .exit)
            #expect(Progress.percent(of: try dispatch([.concluded(end, at: now)]), messages: [], now: now) == 100)
        }
    }

    @Test("Time counts against the dispatch's own timeout", arguments: [(0.0, 5), (60, 5), (300, 15), (600, 30)])
    func time(seconds: TimeInterval, percent: Int) throws {
        let now = Samples.epoch.addingTimeInterval(seconds)
        #expect(Progress.percent(of: try dispatch(Self.started), messages: [], now: now) == percent)
    }

    @Test(
        "Words in the last 50 lines move it",
        arguments: [
            ("Cloning into 'x'", 15), ("npm install", 25), ("Analyzing", 35), ("BUILDING", 50), ("running tests", 65),
            ("linting", 75), ("pushing to origin", 85), ("cleanup", 95), ("nothing", 5),
        ]
    )
    func words(message: String, percent: Int) throws {
        let running = try dispatch(Self.started)
        #expect(Progress.percent(of: running, messages: [message], now: Samples.epoch) == percent)
        let old = [message] + Array(repeating: "nothing", count: 50)
        #expect(Progress.percent(of: running, messages: old, now: Samples.epoch) == 5)
    }

    @Test(
        "Levels are guessed from the text",
        arguments: [
            ("[ERROR] x", LogLevel.error), ("Error: x", .error), ("an Exception", .error), ("[warn] x", .warn),
            ("Warning: x", .warn), ("[debug] x", .debug), ("debug: x", .debug), ("errors are fine", .info),
        ]
    )
    func levels(message: String, level: LogLevel) {
        #expect(LogLevel(of: message) == level)
    }

    @Test(
        "Kinds are judged by the path",
        arguments: [
            ("output.log", ArtifactKind.logs), ("files/logs/x.txt", .logs), ("logs/x", .logs),
            ("metadata.json", .metadata), ("files/run-metadata.json", .metadata), ("summary.json", .output),
            ("files/workspace/x", .workspace), ("diff.patch", .output),
        ]
    )
    func kinds(path: String, kind: ArtifactKind) {
        #expect(ArtifactKind(of: path) == kind)
    }

    @Test(
        "A file name in a header cannot end the header",
        arguments: [
            ("a/diff.patch", "attachment; filename=\"diff.patch\"; filename*=UTF-8''diff.patch"),
            ("x\"y\r\nz", "attachment; filename=\"x_y__z\"; filename*=UTF-8''x%22y%0D%0Az"),
            ("ü.txt", "attachment; filename=\"_.txt\"; filename*=UTF-8''%C3%BC.txt"),
        ]
    )
    func disposition(path: String, header: String) {
        #expect(ContentDisposition.attachment(named: path) == header)
    }
}
