internal import CurlHTTP
internal import Foundation
internal import OutpostCore
internal import SystemPackage
internal import TestSupport
internal import Testing

@Suite("Artifacts", .timeLimit(.minutes(10)))
struct ArtifactsTests {
    private struct Failure: Error {}

    @Test("the stream arrives whole and in order, and is acknowledged when it is stored")
    func wholeStream() async throws {
        let stored = Observed<[UInt8]>([])
        let delegate = RecordingDelegate(receive: { stream in
            var bytes: [UInt8] = []
            for try await piece in stream { bytes += piece }
            stored.update { [bytes] in $0 = bytes }
        })
        let sent = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        try await withDoor(delegate: delegate) { door in
            try await door.expect(204, "PUT", "/outpost/v1/artifacts", body: chunked(sent))
        }
        #expect(stored.value == sent)
    }

    @Test(
        "what is wrong with the artifacts, or with us, has its own status",
        arguments: [
            (ArtifactRejection.tooLarge(limit: 5) as any Error, 413), (ArtifactRejection.malformed("bad header"), 422),
            (Errno.noSpace, 507), (CocoaError(.fileWriteOutOfSpace), 507), (Errno.ioError, 500), (Failure(), 500),
        ]
    )
    func statuses(error: any Error, status: Int) async throws {
        let delegate = RecordingDelegate(receive: { _ in throw error })
        try await withDoor(delegate: delegate) { door in
            let answer = try await door.call("PUT", "/outpost/v1/artifacts", body: chunked([1, 2, 3]))
            #expect(answer.status == status)
        }
    }

    @Test("more bytes than allowed end the stream with an error and are answered with 413", arguments: [true, false])
    func tooLarge(withLength: Bool) async throws {
        let bytes = [UInt8](repeating: 1, count: 200_000)
        let delegate = RecordingDelegate()
        try await withDoor(DoorOptions(maximumArtifactBytes: 100_000), delegate: delegate) { door in
            let body = withLength ? CurlRequest.Body.bytes(bytes) : chunked(bytes)
            let answer = try await door.call("PUT", "/outpost/v1/artifacts", body: body)
            #expect(answer.status == 413)
            #expect(answer.errorCode == "TOO_LARGE")
        }
    }

    @Test("a stream that is cut off fails at the delegate instead of ending")
    func cutOff() async throws {
        let outcome = Observed<String>("")
        let delegate = RecordingDelegate(receive: { stream in
            do {
                for try await _ in stream {}
                outcome.update { $0 = "complete" }
            } catch {
                outcome.update { $0 = "failed" }
                throw error
            }
        })
        try await withDoor(delegate: delegate) { door in
            let client = try await RawClient.connect(door.socketPath)
            try await client.send(
                "PUT /outpost/v1/artifacts HTTP/1.1\r\nhost: x\r\nx-api-key: otk_throwaway\r\n"
                    + "transfer-encoding: chunked\r\n\r\n4\r\nabcd\r\n"
            )
            await client.close()
            #expect(try await outcome.wait { !$0.isEmpty } == "failed")
        }
    }

    @Test("the container is read no faster than the artifacts are stored")
    func backPressure() async throws {
        let total = 48 << 20
        let sent = Observed(0)
        let door = Observed<DoorFixture?>(nil)
        let largestLead = Observed(0)
        let delegate = RecordingDelegate(receive: { stream in
            var received = 0
            for try await piece in stream {
                received += piece.count
                let lead = sent.value - received
                largestLead.update { $0 = max($0, lead) }
                // A round trip through the same door gives the sender time to run ahead, if it can.
                if received < 8 << 20 {
                    _ = try await door.value?.call("POST", "/outpost/v1/progress?phase=collect")
                }
            }
        })
        try await withDoor(delegate: delegate) { fixture in
            door.update { $0 = fixture }
            let stream = AsyncThrowingStream<[UInt8], any Error> {
                guard sent.value < total else { return nil }
                sent.update { $0 += 64 << 10 }
                return [UInt8](repeating: 7, count: 64 << 10)
            }
            let answer = try await fixture.call("PUT", "/outpost/v1/artifacts", body: .stream(length: nil, stream))
            #expect(answer.status == 204)
        }
        #expect(sent.value == total)
        #expect(largestLead.value < 8 << 20)
    }

    private func chunked(_ bytes: [UInt8]) -> CurlRequest.Body {
        .stream(
            length: nil,
            AsyncThrowingStream {
                $0.yield(bytes)
                $0.finish()
            }
        )
    }
}
