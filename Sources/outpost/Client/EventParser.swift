/// Takes a stream of server-sent events apart, however its bytes are cut into pieces.
struct EventParser {
    /// One event.
    struct Event: Equatable {
        var name = ""
        /// What names the place after it.
        var id: String?
        var data = ""
    }

    private var line: [UInt8] = []
    private var event = Event()
    private var endsWithReturn = false

    /// The events that are complete with this piece; comments and what has no data are none.
    mutating func take(_ bytes: [UInt8]) -> [Event] {
        var events: [Event] = []
        for byte in bytes {
            let follows = endsWithReturn
            endsWithReturn = byte == UInt8(ascii: "\r")
            if byte == UInt8(ascii: "\n"), follows { continue }
            guard byte == UInt8(ascii: "\n") || endsWithReturn else {
                line.append(byte)
                continue
            }
            if line.isEmpty {
                if !event.data.isEmpty { events.append(event) }
                event = Event()
            } else {
                take(String(decoding: line, as: UTF8.self))
                line.removeAll(keepingCapacity: true)
            }
        }
        return events
    }

    private mutating func take(_ line: String) {
        let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        var value = parts.count == 2 ? parts[1] : ""
        if value.hasPrefix(" ") { value.removeFirst() }
        switch parts[0] {
        case "event": event.name = String(value)
        case "id": event.id = String(value)
        case "data": event.data += (event.data.isEmpty ? "" : "\n") + value
        default: return
        }
    }
}
