internal import DockerEngine
internal import Foundation
package import OutpostCore

extension DockerDriver {
    /// Maps to `POST /containers/{id}/attach?stream=1&stdout=1&stderr=1`.
    package func attach(_ container: ContainerHandle) async throws -> ContainerOutputLines {
        do throws(DockerError) {
            return ContainerLines(frames: try await client.attachOutput(container.id))
        } catch {
            throw ContainerError(repeatable: error)
        }
    }

    /// Maps to `POST /containers/{id}/wait`, then `GET /containers/{id}/json`, which has the last word: an answer to
    /// wait that is cut off by a dying engine looks like a success.
    ///
    /// - Throws: ``ContainerError/unavailable(_:)`` also for a container that was not started, whatever the engine said.
    package func wait(_ container: ContainerHandle) async throws -> ExitStatus {
        var failures = 0
        while true {
            let asked = ContinuousClock.now
            do throws(DockerError) {
                _ = try await client.waitContainer(container.id, within: Self.longestWait)
            } catch {
                let error = ContainerError(repeatable: error)
                guard case .unavailable = error else { throw error }
                // An engine that fails at once, again and again, is not asked for ever.
                failures = ContinuousClock.now - asked < .seconds(1) ? failures + 1 : 1
                guard failures <= Self.maximumFailures else { throw error }
            }
            let state = try await inspect(container).state
            guard state.startedAt != nil || state.hasExited else {
                throw ContainerError.unavailable("the container was not started, though the engine said so")
            }
            guard state.hasExited else { continue }
            return ExitStatus(
                code: state.exitCode,
                isOutOfMemory: state.oomKilled,
                finishedAt: state.finishedAt.map {
                    Date(timeIntervalSince1970: Double($0.seconds) + Double($0.nanoseconds) / 1e9)
                }
            )
        }
    }

    /// Time after which the engine is asked anew, in case it forgot that somebody waits.
    private static let longestWait = Duration.seconds(20)
    /// Waits that may fail at once, one after the other.
    private static let maximumFailures = 3
}

/// A container's frames, joined into lines.
struct ContainerLines: AsyncSequence, Sendable {
    typealias Element = OutpostCore.OutputLine
    typealias Failure = any Error

    let frames: ContainerOutput
    /// Whether what has no newline at the end is no line.
    var leavesOutUnterminated = false

    /// Bytes after which a line is cut; it goes on as the next one.
    static let longestLine = 256 << 10

    func makeAsyncIterator() -> Iterator {
        Iterator(frames: frames.makeAsyncIterator(), leavesOutUnterminated: leavesOutUnterminated)
    }

    struct Iterator: AsyncIteratorProtocol {
        var frames: ContainerOutput.Iterator
        let leavesOutUnterminated: Bool
        var assembler = LineAssembler(longestLine: ContainerLines.longestLine)
        var ready: ArraySlice<DockerEngine.OutputLine> = []
        var isFinished = false

        mutating func next() async throws -> OutpostCore.OutputLine? {
            try await next(isolation: #isolation)
        }

        mutating func next(isolation actor: isolated (any Actor)?) async throws(any Error) -> OutpostCore.OutputLine? {
            while ready.isEmpty {
                guard !isFinished else { return nil }
                if let frame = try await frames.next(isolation: actor) {
                    ready = assembler.append(frame)[...]
                } else {
                    isFinished = true
                    ready = leavesOutUnterminated ? [] : assembler.finish()[...]
                }
            }
            return ready.popFirst().map { line in
                let isCut = !line.isTerminated && !isFinished
                return OutpostCore.OutputLine(
                    stream: line.stream == .stdout ? .stdout : .stderr,
                    text: isCut ? line.text + OutpostCore.OutputLine.cutMark : line.text,
                    isCut: isCut
                )
            }
        }
    }
}
