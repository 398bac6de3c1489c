internal import CurlHTTP
internal import OutpostCore
internal import Synchronization
internal import Testing

@Suite("Progress, end and refusals", .timeLimit(.minutes(10)))
struct ReportTests {
    @Test("progress reaches the delegate with its text")
    func progress() async throws {
        let delegate = RecordingDelegate()
        try await withDoor(delegate: delegate) { door in
            let text = CurlRequest.Body.bytes(Array("12 %".utf8))
            try await door.expect(204, "POST", "/outpost/v1/progress?phase=clone", body: text)
            try await door.expect(204, "POST", "/outpost/v1/progress?phase=run")
            try await door.expect(400, "POST", "/outpost/v1/progress?phase=dance")
        }
        #expect(delegate.log.withLock { $0.progress } == ["clone:12 %", "run:"])
    }

    @Test("the end is reported with status, stage and last lines")
    func finished() async throws {
        let delegate = RecordingDelegate()
        try await withDoor(delegate: delegate) { door in
            let text = CurlRequest.Body.bytes(Array("fatal: no such branch".utf8))
            try await door.expect(204, "POST", "/outpost/v1/finished?exit=83&stage=branch", body: text)
            try await door.expect(204, "POST", "/outpost/v1/finished?exit=0")
        }
        #expect(
            delegate.log.withLock { $0.finished } == [
                FinishedReport(failedStage: "branch", exitCode: 83, message: "fatal: no such branch"),
                FinishedReport(failedStage: nil, exitCode: 0, message: ""),
            ]
        )
    }

    @Test(
        "an end that makes no sense is refused",
        arguments: ["", "?exit=x", "?exit=-1", "?exit=256", "?exit=1&stage=X%20y"]
    )
    func badEnd(query: String) async throws {
        let delegate = RecordingDelegate()
        try await withDoor(delegate: delegate) { door in
            try await door.expect(400, "POST", "/outpost/v1/finished\(query)")
        }
        #expect(delegate.log.withLock { $0.finished.isEmpty })
    }

    @Test("a text of more than 4 KiB is refused, sent with a length or in chunks", arguments: [true, false])
    func longText(withLength: Bool) async throws {
        let bytes = [UInt8](repeating: 97, count: 4097)
        let body: CurlRequest.Body =
            withLength
            ? .bytes(bytes)
            : .stream(
                length: nil,
                AsyncThrowingStream {
                    $0.yield(bytes)
                    $0.finish()
                }
            )
        let delegate = RecordingDelegate()
        try await withDoor(delegate: delegate) { door in
            try await door.expect(413, "POST", "/outpost/v1/progress?phase=run", body: body)
            let fits = CurlRequest.Body.bytes(Array(bytes.dropLast()))
            try await door.expect(204, "POST", "/outpost/v1/progress?phase=run", body: fits)
        }
        #expect(delegate.log.withLock { $0.progress.count } == 1)
    }

    @Test(
        "the token is taken in every form that clients have",
        arguments: [
            ("authorization", "Bearer otk_throwaway"), ("authorization", "bearer otk_throwaway"),
            ("authorization", "Basic eDpvdGtfdGhyb3dhd2F5"), ("x-api-key", "otk_throwaway"),
            ("x-goog-api-key", "otk_throwaway"),
        ]
    )
    func tokenForms(name: String, value: String) async throws {
        try await withDoor { door in
            let answer = try await door.call("POST", "/outpost/v1/progress?phase=run", headers: [name: value])
            #expect(answer.status == 204)
        }
    }

    @Test(
        "no token, a wrong one, and one in the wrong place are refused",
        arguments: [
            ("accept", "*/*"), ("authorization", "Bearer otk_other"), ("authorization", "otk_throwaway"),
            ("authorization", "Basic otk_throwaway"), ("x-api-key", ""), ("x-api-key", "otk_throwaway2"),
            ("proxy-authorization", "Bearer otk_throwaway"), ("cookie", "otk_throwaway"),
        ]
    )
    func wrongTokens(name: String, value: String) async throws {
        let delegate = RecordingDelegate()
        let options = DoorOptions(repository: .local(path: "/nonexistent"))
        try await withDoor(options, delegate: delegate) { door in
            for (method, path) in [
                ("POST", "/outpost/v1/started?boot=b"), ("POST", "/outpost/v1/progress?phase=run"),
                ("PUT", "/outpost/v1/artifacts"), ("POST", "/outpost/v1/finished?exit=0"),
                ("GET", "/git/repo.git/info/refs?service=git-upload-pack"),
            ] {
                let answer = try await door.call(method, path, headers: [name: value])
                #expect(answer.status == 401)
                #expect(answer.errorCode == "UNAUTHORIZED")
                #expect(answer.headers["www-authenticate"]?.hasPrefix("Basic") == true)
            }
        }
        let log = delegate.log.withLock { $0 }
        #expect(log.boots.isEmpty && log.progress.isEmpty && log.finished.isEmpty)
    }

    @Test(
        "what the door does not offer is not there",
        arguments: [
            ("GET", "/"), ("GET", "/outpost/v1/started?boot=b"), ("POST", "/outpost/v1/job"),
            ("GET", "/outpost/v2/job"),
            ("POST", "/model/v1/messages"), ("GET", "/git/repo.git/info/refs?service=git-upload-pack"),
            ("GET", "/git/other.git/info/refs?service=git-upload-pack"), ("OPTIONS", "/modelx"),
        ]
    )
    func unknownRoutes(method: String, path: String) async throws {
        try await withDoor { door in
            let answer = try await door.call(method, path)
            #expect(answer.status == 404)
            #expect(answer.errorCode == "NOT_FOUND")
        }
    }
}
