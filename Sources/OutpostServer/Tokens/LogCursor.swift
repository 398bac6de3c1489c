internal import OutpostCore

/// A place in a dispatch's log, exact to the line.
struct LogCursor: Sendable, Hashable {
    /// Where to read on.
    var position: LogPosition
    /// Lines up to this one were seen, though they may stand behind the position.
    var sequence: Int

    static let start = LogCursor(position: .start, sequence: 0)
}

/// Turns places into opaque texts and back.
///
/// They are signed: a position in the middle of a line would be no position.
struct LogCursorCoder: Sendable {
    let signer: Signer
    let dispatch: DispatchID

    func encode(_ cursor: LogCursor) -> String {
        let plain = "\(cursor.position.offset).\(cursor.sequence)"
        return Base64URL.encode("\(plain).\(signature(plain))")
    }

    /// The place; nil when the text was not made by ``encode(_:)`` for the same dispatch.
    func decode(_ text: String) -> LogCursor? {
        guard text.utf8.count <= 256, let plain = Base64URL.decode(text) else { return nil }
        let parts = plain.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let offset = Int(parts[0]), let sequence = Int(parts[1]), offset >= 0, sequence >= 0,
            ConstantTime.equal(signature("\(parts[0]).\(parts[1])"), String(parts[2]))
        else { return nil }
        return LogCursor(position: LogPosition(offset: offset), sequence: sequence)
    }

    private func signature(_ plain: String) -> String {
        String(signer.sign(["log", dispatch.text, plain]).prefix(16))
    }
}
