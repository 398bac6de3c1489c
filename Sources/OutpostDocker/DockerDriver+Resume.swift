internal import DockerEngine
internal import Foundation
package import OutpostCore

extension DockerDriver {
    /// Maps to `GET /containers/{id}/logs?follow=1`.
    ///
    /// The engine's log is the same as the record from its first line on, unless it was rotated meanwhile: then what
    /// came after the last recorded line's time is taken, and the output counts as incomplete.
    package func resume(
        _ container: ContainerHandle,
        after recorded: RecordedLog
    ) async throws -> ResumedOutput {
        guard let lastAt = recorded.lastAt else {
            return ResumedOutput(lines: try await logs(of: container, since: nil), isComplete: true)
        }
        if try await isWhole(container, recorded) {
            let lines = LinesAfter(base: try await logs(of: container, since: nil), skipped: recorded.counts)
            return ResumedOutput(lines: lines, isComplete: true)
        }
        return ResumedOutput(lines: try await logs(of: container, since: lastAt), isComplete: false)
    }

    private func logs(of container: ContainerHandle, since: Date?) async throws -> FollowedLines {
        var options = ContainerLogOptions()
        options.since = since.map { time in
            let seconds = time.timeIntervalSince1970.rounded(.down)
            let nanoseconds = (time.timeIntervalSince1970 - seconds) * 1e9
            return EngineTime(seconds: Int64(seconds), nanoseconds: Int32(nanoseconds))
        }
        let written = options
        if host.isPodman, try await inspect(container).state.hasExited {
            return FollowedLines(followed: try await logs(of: container, written))
        }
        options.follow = true
        var lines = try await logs(of: container, options)
        lines.leavesOutUnterminated = true
        return FollowedLines(followed: lines) { try await logs(of: container, written) }
    }

    private func logs(of container: ContainerHandle, _ options: ContainerLogOptions) async throws -> ContainerLines {
        var options = options
        // Podman begins its answer with the first line, which may be long in coming.
        options.headDeadline = host.isPodman ? nil : client.timeouts.attach
        do throws(DockerError) {
            return ContainerLines(frames: try await client.containerLogs(container.id, options))
        } catch {
            throw ContainerError(repeatable: error)
        }
    }

    /// Whether each stream still begins as it was recorded.
    private func isWhole(_ container: ContainerHandle, _ recorded: RecordedLog) async throws -> Bool {
        for (stream, first) in recorded.first {
            var options = ContainerLogOptions()
            options.stdout = stream == .stdout
            options.stderr = stream == .stderr
            var lines = try await logs(of: container, options).makeAsyncIterator()
            do {
                guard let line = try await lines.next(), RedactionMark.isForm(first, of: line.text) else {
                    return false
                }
            } catch is DockerError {
                // What cannot be read is not whole; an engine that is away fails at the next call.
                return false
            }
        }
        return true
    }
}

/// Lines without the first ones of each stream.
struct LinesAfter<Base: AsyncSequence & Sendable>: AsyncSequence, Sendable
where Base.Element == OutpostCore.OutputLine, Base.Failure == any Error {
    typealias Element = OutpostCore.OutputLine
    typealias Failure = any Error

    let base: Base
    let skipped: [OutpostCore.OutputLine.Stream: Int]

    func makeAsyncIterator() -> Iterator {
        Iterator(base: base.makeAsyncIterator(), left: skipped)
    }

    struct Iterator: AsyncIteratorProtocol {
        var base: Base.AsyncIterator
        var left: [OutpostCore.OutputLine.Stream: Int]

        mutating func next() async throws -> OutpostCore.OutputLine? {
            try await next(isolation: #isolation)
        }

        mutating func next(isolation actor: isolated (any Actor)?) async throws(any Error) -> OutpostCore.OutputLine? {
            while let line = try await base.next(isolation: actor) {
                guard let count = left[line.stream], count > 0 else { return line }
                left[line.stream] = count - 1
            }
            return nil
        }
    }
}
