internal import Foundation
internal import Hummingbird
internal import OutpostAPI
internal import OutpostCore
internal import ServiceLifecycle
internal import Synchronization

/// Follows one dispatch for one reader, at the reader's pace.
///
/// It holds a page of the log at most. A reader that takes nothing makes the write wait, and nothing else.
struct DispatchEventStream: Sendable {
    let service: any DispatchService
    let id: DispatchID
    let tenant: String
    let coder: LogCursorCoder
    let clock: any Clock<Duration>
    let heartbeat: Duration
    /// Whether only the status is followed.
    var skipsLogs = false
    let now: @Sendable () -> Date
    /// Whether the reader's key is still good.
    let isAllowed: @Sendable () async -> Bool

    /// Time between two looks at the reader's key.
    static let accessInterval = Duration.seconds(2)
    /// Lines that are read at once.
    private static let pageSize = 64

    private enum Wake: Sendable {
        case change, heartbeat
    }

    /// Writes events until the dispatch has ended, the reader is gone, or the server stops.
    @concurrent
    func write(
        to writer: inout any ResponseBodyWriter,
        changes: AsyncStream<Void>,
        from start: LogCursor
    ) async throws {
        try await writer.write(ServerSentEvent.prologue)
        var place = Place(cursor: start)
        // Each wake-up reads all that is new, so that one that is dropped is not missed.
        let (wakes, waker) = AsyncStream<Wake>.makeStream(bufferingPolicy: .bufferingNewest(2))
        // Not a wake-up of its own, which others could push out.
        let isCheckDue = Flag()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for await _ in changes { waker.yield(.change) }
                waker.finish()
            }
            group.addTask {
                while true {
                    try await clock.sleep(for: heartbeat)
                    waker.yield(.heartbeat)
                }
            }
            group.addTask {
                while true {
                    try await clock.sleep(for: Self.accessInterval)
                    isCheckDue.set()
                    waker.yield(.change)
                }
            }
            group.addTask {
                try await gracefulShutdown()
                waker.finish()
            }
            defer { group.cancelAll() }
            try await follow(wakes, isCheckDue, place: &place, writer: &writer)
        }
        try await writer.finish(nil)
    }

    @concurrent
    private func follow(
        _ wakes: AsyncStream<Wake>,
        _ isCheckDue: Flag,
        place: inout Place,
        writer: inout any ResponseBodyWriter
    ) async throws {
        if try await advance(&place, &writer) { return }
        for await wake in wakes {
            if isCheckDue.take(), await !isAllowed() { return }
            if wake == .heartbeat { try await writer.write(ServerSentEvent.heartbeat) }
            if try await advance(&place, &writer) { return }
        }
    }

    /// How far the reader is.
    private struct Place {
        var cursor: LogCursor
        var status: DispatchStatus?
    }

    /// Writes what is new.
    ///
    /// - Returns: whether that was all there will ever be.
    @concurrent
    private func advance(_ place: inout Place, _ writer: inout any ResponseBodyWriter) async throws -> Bool {
        // The status is read before the log: when it is terminal, the log has no lines to come.
        let dispatch = try await service.dispatch(id, tenant: tenant).dispatch
        let status = dispatch.state.status
        if !status.isTerminal { try await announce(status, &place, &writer) }
        if !skipsLogs { try await writeLines(&place, &writer) }
        guard status.isTerminal else { return false }
        try await announce(status, &place, &writer)
        let event = try ServerSentEvent(name: "end", id: coder.encode(place.cursor), body: end(of: dispatch))
        try await writer.write(ByteBuffer(string: event.text))
        return true
    }

    @concurrent
    private func writeLines(_ place: inout Place, _ writer: inout any ResponseBodyWriter) async throws {
        var page: LogPage
        repeat {
            page = try await service.log(id, tenant: tenant, from: place.cursor.position, limit: Self.pageSize)
            let (text, cursor) = try render(page, after: place.cursor)
            place.cursor = cursor
            if !text.isEmpty { try await writer.write(ByteBuffer(string: text)) }
        } while !page.entries.isEmpty
    }

    @concurrent
    private func announce(
        _ status: DispatchStatus,
        _ place: inout Place,
        _ writer: inout any ResponseBodyWriter
    ) async throws {
        guard place.status != status else { return }
        place.status = status
        let body = StatusEventBody(dispatchId: id.text, status: status.rawValue, timestamp: APITime(now()))
        let event = try ServerSentEvent(name: "status", id: coder.encode(place.cursor), body: body)
        try await writer.write(ByteBuffer(string: event.text))
    }

    /// The page's events, and the place after them.
    ///
    /// Within a page the id names the page and the line.
    private func render(_ page: LogPage, after cursor: LogCursor) throws -> (text: String, cursor: LogCursor) {
        var text = ""
        var cursor = cursor
        for entry in page.entries where entry.sequence > cursor.sequence {
            cursor.sequence = entry.sequence
            let body = Presenter.line(entry)
            text += try ServerSentEvent(name: "log", id: coder.encode(cursor), body: body).text
        }
        cursor.position = page.next
        return (text, cursor)
    }

    private func end(of dispatch: Dispatch) -> EndEventBody {
        EndEventBody(
            dispatchId: id.text,
            status: dispatch.state.status.rawValue,
            timestamp: APITime(dispatch.state.endedAt ?? now()),
            exitCode: dispatch.state.end?.exitCode,
            reason: dispatch.state.end?.reason.rawValue,
            errorMessage: dispatch.state.end?.message
        )
    }
}

/// Something that is to be done once.
private final class Flag: Sendable {
    private let value = Atomic(false)

    func set() { value.store(true, ordering: .relaxed) }

    /// Whether it was set; it is not any more.
    func take() -> Bool { value.exchange(false, ordering: .relaxed) }
}
